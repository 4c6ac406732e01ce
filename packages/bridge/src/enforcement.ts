import { isRecord } from "./json-rpc.ts";
import type { Sandbox } from "./sandbox-client.ts";

/** What the sandbox relies on the browser for. */
export type EnforcementName =
  /** Each View has an origin of its own, below the sandbox's name. */
  | "view-origins"
  /** Host and sandbox are different sites, so that neither shares cookies or a process with the other. */
  | "cross-site"
  /** The proxy's frame shows its View's origin and no other: a View cannot carry data away by navigating. */
  | "frame-src"
  /** Requests that no CSP directive governs (preconnect, dns-prefetch) stay inside. */
  | "connection-allowlist"
  /** A View cannot send by WebRTC. */
  | "webrtc"
  /** Features that are open by default are closed to Views. */
  | "permissions-policy"
  /** The proxy's process is not its Views'. */
  | "origin-agent-cluster";

/** Whether this browser does one thing that the sandbox relies on. */
export interface Enforcement {
  readonly name: EnforcementName;
  /** `unknown`: it could not be found out here. */
  readonly status: "enforced" | "not-enforced" | "unknown";
  /** For a person: what that means for Views on this page. */
  readonly sentence: string;
}

/** What a page of the probe saw; see `sandbox/probe.js`. */
export interface ProbeFacts {
  /** `Sec-Fetch-Site` as the sandbox got it; empty when the browser sent none. */
  readonly site: string;
  readonly fullscreen: boolean;
  readonly originAgentCluster?: boolean;
  /** A request left that `Connection-Allowlist` forbids. */
  readonly reached?: boolean;
  /** The page could make an `RTCPeerConnection`. */
  readonly webrtc?: boolean;
  /** A frame showed what `frame-src` forbids. */
  readonly framed?: boolean;
  /** What the page at a View's origin saw; absent when none came up. */
  readonly view?: ProbeFacts | undefined;
}

/** How the probe page tells its parent. */
export interface Probed {
  readonly jsonrpc: "2.0";
  readonly method: "ui/notifications/sandbox-probed";
  readonly params: ProbeFacts;
}

const PROBE_TIMEOUT_MS = 8000;

/**
 * Finds out what this browser enforces of what `sandbox` relies on: by pages that try, in a hidden frame, not by the
 * browser's name. Takes some hundred milliseconds. What could not be tried is `unknown`. Never rejects.
 */
export async function probeSandbox(
  sandbox: Sandbox,
  { document, signal }: { readonly document: Document; readonly signal: AbortSignal },
): Promise<readonly Enforcement[]> {
  const kind = sandboxKind(sandbox);
  if (kind === "foreign") return judgeProbe(kind, undefined, false);
  const facts = await askProbe(sandbox.proxy, document, signal);
  return judgeProbe(kind, facts, document.fullscreenEnabled);
}

/** How a sandbox separates its Views: an origin for each, one for all, or as somebody else's proxy does. */
export function sandboxKind(sandbox: Sandbox): "origins" | "opaque" | "foreign" {
  if (sandbox.store !== undefined) return "origins";
  return sandbox.address === undefined ? "foreign" : "opaque";
}

function askProbe(proxy: URL, document: Document, signal: AbortSignal): Promise<ProbeFacts | undefined> {
  const address = new URL("/probe", proxy);
  address.searchParams.set("host", document.location.origin);
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.allow = "fullscreen *";
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  frame.src = address.href;
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (facts: ProbeFacts | undefined): void => {
      over.abort();
      clearTimeout(timer);
      frame.remove();
      resolve(facts);
    };
    const timer = setTimeout(() => end(undefined), PROBE_TIMEOUT_MS);
    signal.addEventListener("abort", () => end(undefined), { signal: over.signal });
    document.defaultView?.addEventListener(
      "message",
      ({ source, origin, data }: MessageEvent<unknown>) => {
        if (source !== frame.contentWindow || origin !== proxy.origin || !isRecord(data)) return;
        // Only the sandbox's own page can have sent it: no View was ever in this frame.
        end(data["params"] as ProbeFacts);
      },
      { signal: over.signal },
    );
    document.body.append(frame);
  });
}

type Status = Enforcement["status"];

/** Turns what the pages of the probe saw into findings; `hostFullscreen` is the control where there is one page only. */
export function judgeProbe(
  kind: ReturnType<typeof sandboxKind>,
  proxy: ProbeFacts | undefined,
  hostFullscreen: boolean,
): readonly Enforcement[] {
  const view = kind === "opaque" ? proxy : proxy?.view;
  // The control: a page that got the feature, to compare with the page whose header forbids it.
  const control = kind === "opaque" ? hostFullscreen : proxy?.fullscreen === true;
  const allowlist = held(view?.reached === undefined ? undefined : !view.reached);
  const statuses: Readonly<Record<EnforcementName, Status>> = {
    // One origin for all Views is no finding but how the fallback is built.
    "view-origins": held(kind === "opaque" ? false : proxy && proxy.view !== undefined),
    "cross-site": proxy === undefined || proxy.site === "" ? "unknown" : held(proxy.site === "cross-site"),
    "frame-src": held(proxy?.framed === undefined ? undefined : !proxy.framed),
    "connection-allowlist": allowlist,
    // No request of the probe leaves this machine. What stops WebRTC is the same header, so its effect tells.
    webrtc: view?.webrtc === false ? "enforced" : allowlist,
    "permissions-policy": held(control && view !== undefined ? !view.fullscreen : undefined),
    "origin-agent-cluster": held(proxy?.originAgentCluster ?? (proxy === undefined ? undefined : false)),
  };
  const sentences = kind === "opaque" ? { ...SENTENCES, "view-origins": OPAQUE } : SENTENCES;
  return (Object.keys(statuses) as EnforcementName[]).map((name) => {
    const status = statuses[name];
    return { name, status, sentence: status === "unknown" ? UNKNOWN[name] : sentences[name][status] };
  });
}

function held(value: boolean | undefined): Status {
  if (value === undefined) return "unknown";
  return value ? "enforced" : "not-enforced";
}

type Sentences = Readonly<Record<Exclude<Status, "unknown">, string>>;

const SENTENCES: Readonly<Record<EnforcementName, Sentences>> = {
  "view-origins": {
    enforced: "Each View has an origin of its own, so none can read another's page or storage.",
    "not-enforced":
      "This browser does not find the names that Views are served under, so no View can be shown; " +
      "serve the sandbox from a domain with a wildcard host, or use another browser.",
  },
  "cross-site": {
    enforced: "Host and Views are different sites, so they share neither cookies nor a process.",
    "not-enforced":
      "This browser takes host and sandbox for one site, so a View could slow the host or see its cookies.",
  },
  "frame-src": {
    enforced: "A View cannot carry data away by navigating its frame to another page.",
    "not-enforced":
      "This browser lets a View navigate its frame anywhere, so it can carry data away in an address.",
  },
  "connection-allowlist": {
    enforced: "A View cannot reach an undeclared machine by early connections or name look-ups.",
    "not-enforced":
      "This browser does not enforce Connection-Allowlist, so a View can tell other machines a little by " +
      "early connections and name look-ups.",
  },
  webrtc: {
    enforced: "A View cannot reach other machines by WebRTC.",
    "not-enforced":
      "This browser does not keep a View from WebRTC, so it can send data to other machines whatever it declared.",
  },
  "permissions-policy": {
    enforced: "Features that are open to every page by default are closed to Views.",
    "not-enforced":
      "This browser ignores the Permissions-Policy header; camera, microphone, location and clipboard stay closed, " +
      "but features that are open to every page by default are open to Views, too.",
  },
  "origin-agent-cluster": {
    enforced: "The sandbox proxy has a process of its own, apart from its Views.",
    "not-enforced":
      "This browser may run the sandbox proxy in one process with Views, so a busy View can delay the messages of others.",
  },
};

const OPAQUE: Sentences = {
  ...SENTENCES["view-origins"],
  "not-enforced":
    "This sandbox has one origin for all Views (the fallback without a wildcard host): Views of all servers may " +
    "share a process, have no storage, and may navigate to a frame domain that they declared.",
};

const UNKNOWN: Readonly<Record<EnforcementName, string>> = {
  "view-origins": "It could not be found out whether each View has an origin of its own.",
  "cross-site": "This browser does not say whether host and sandbox are different sites.",
  "frame-src": "It could not be found out whether a View can navigate its frame to another page.",
  "connection-allowlist":
    "It could not be found out whether early connections and name look-ups stay inside.",
  webrtc: "It could not be found out whether WebRTC is closed to Views.",
  "permissions-policy":
    "It could not be found out whether features that are open by default are closed to Views.",
  "origin-agent-cluster": "It could not be found out whether the sandbox proxy has a process of its own.",
};
