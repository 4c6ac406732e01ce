import type { ConsoleMessage, Frame, Page, Request as PageRequest } from "@playwright/test";
import type { SeenError, SeenFailure, SeenViolation } from "./observation.ts";
import { injectedScript, readTold } from "./injected-script.ts";

/** What was seen of the Views of a page since the last time it was taken. */
export interface SeenInView {
  readonly violations: readonly SeenViolation[];
  readonly errors: readonly SeenError[];
  readonly failures: readonly SeenFailure[];
}

/** Watches the Views of one page. */
export interface ViewWatch {
  /** How often something happened so far: as long as it rises, a View is busy. */
  readonly activity: () => number;
  /** Everything seen since the last call. */
  take(): SeenInView;
}

/** What the browser says about things that are seen by themselves, more exactly. */
const SAID_TWICE = /Content Security Policy|^Failed to load resource|^Refused to /;
/** The browser's own remark that a size settles one frame later; nothing is lost by it. */
const SETTLES_LATER = "ResizeObserver loop";
const MAX_SEEN = 200;
const MAX_TEXT = 500;

/**
 * Watches from before the first script of any View. Where `offline`, requests of Views to other hosts are kept back
 * and counted. Each page has one watch.
 */
export async function createViewWatch(
  page: Page,
  { offline }: { readonly offline: boolean },
): Promise<ViewWatch> {
  // Told by the console, which needs no name in the View; the mark is one that a View cannot know.
  const mark = `vitrine-check ${crypto.randomUUID()} `;
  let [violations, errors, failures]: [SeenViolation[], SeenError[], SeenFailure[]] = [[], [], []];
  const kept = new WeakSet<PageRequest>();
  let activity = 0;

  const add = <T>(list: T[], seen: T): void => {
    activity += 1;
    if (list.length < MAX_SEEN) list.push(seen);
  };
  const fromView = (text: string): void => {
    const told = readTold(text);
    if (told.kind === "violation") {
      add(violations, { directive: told.directive, blocked: told.blocked, source: told.source });
    } else if (!told.text.startsWith(SETTLES_LATER)) add(errors, { kind: "uncaught", text: told.text });
  };
  const onConsole = (message: ConsoleMessage): void => {
    const text = message.text();
    if (text.startsWith(mark)) return fromView(text.slice(mark.length));
    if (message.type() !== "error" || SAID_TWICE.test(text) || !isOfView(page, message.location().url))
      return;
    // The stack below is about places in one run: addresses of Views are never the same twice.
    add(errors, { kind: "console", text: (text.split("\n")[0] ?? "").slice(0, MAX_TEXT) });
  };

  await page.addInitScript(injectedScript, mark);
  page.on("console", onConsole);
  page.on("request", (request) => void (isInView(page, request) && (activity += 1)));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "it failed";
    // What a policy stopped is told as such, and what the View itself gave up is no failure.
    if (!isInView(page, request) || reason === "csp" || reason === "net::ERR_ABORTED") return;
    add(failures, { url: request.url(), reason, offline: kept.has(request) });
  });
  page.on("response", (response) => {
    if (response.status() < 400 || !isInView(page, response.request())) return;
    add(failures, { url: response.url(), reason: `HTTP ${response.status()}`, offline: false });
  });
  if (offline) {
    await page.route(
      (url) => !isLocal(url),
      (route) => {
        kept.add(route.request());
        return route.abort("internetdisconnected");
      },
    );
  }

  return {
    activity: () => activity,
    take() {
      const taken = { violations, errors, failures };
      [violations, errors, failures] = [[], [], []];
      return taken;
    },
  };
}

/** The View's frame: the one in the sandbox proxy's, which is in the page. */
export function viewFrame(page: Page): Frame | undefined {
  return page.frames().find((frame) => frame.parentFrame()?.parentFrame() === page.mainFrame());
}

function isInView(page: Page, request: PageRequest): boolean {
  try {
    const parent = request.frame().parentFrame();
    return parent !== null && parent !== page.mainFrame() && !request.isNavigationRequest();
  } catch {
    // A request of a worker, or of a frame that is gone.
    return true;
  }
}

/** The console says where a message comes from, not which frame: only Views have origins of their own here. */
function isOfView(page: Page, source: string): boolean {
  if (!URL.canParse(source)) return true;
  const { origin } = new URL(source);
  const ours = [page.mainFrame(), ...page.mainFrame().childFrames()].map((frame) => frame.url());
  return !ours.some((url) => URL.canParse(url) && new URL(url).origin === origin);
}

function isLocal({ protocol, hostname }: URL): boolean {
  if (!/^(https?|wss?):$/.test(protocol)) return true;
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1";
}
