import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { HostedView, Vitrine } from "@vitrine/bridge/playwright";
import { findBarriers } from "./accessibility.ts";
import type { AppObservation, ViewObservation } from "./observation.ts";
import { seenActions } from "./seen-actions.ts";
import type { Surroundings } from "./surroundings.ts";
import { measureView } from "./view-size.ts";
import { type ViewWatch, viewFrame } from "./view-watch.ts";

/** Answers a question of a View. */
export type AnswerQuestion = (
  question: NonNullable<Awaited<ReturnType<HostedView["host"]["question"]>>>,
) => "allow once" | "deny";

/** What a View is opened with, and who watches it. */
export interface CheckViewOptions {
  readonly vitrine: Vitrine;
  readonly watch: ViewWatch;
  readonly app: AppObservation;
  readonly surroundings: Surroundings;
  readonly answer: AnswerQuestion;
  readonly signal: AbortSignal;
}

/** Longer than a host gives a View to initialize. */
const START_MS = 15_000;
/** A View that did nothing for so long has settled. */
const QUIET_MS = 600;
/** One that polls or animates never does: it is looked at after this time. */
const SETTLE_MS = 6_000;
/** How long its tool may take. */
const CALL_MS = 20_000;
/** How often the View is asked how it stands. */
const ASK_MS = 25;
/** No look at a View takes longer, unless its script is stuck. */
const LOOK_MS = 15_000;
const HEIGHT_PX = 900;

/** Opens an app once, waits until it has settled, looks at it and closes it. */
export async function checkView(options: CheckViewOptions): Promise<ViewObservation> {
  const { vitrine, watch, app, surroundings, signal } = options;
  const { page } = vitrine;
  await page.emulateMedia({ colorScheme: surroundings.theme });
  await page.setViewportSize({ width: surroundings.width, height: HEIGHT_PX });
  watch.take();
  const began = performance.now();
  const view = await vitrine.open(app.tool, app.input.ok ? app.input.arguments : {}, { wait: false });
  try {
    const start = await started(view, app, began, signal);
    await settled(view, options);
    return { surroundings, start, ...(await look(view, page, start.ready)), ...watch.take() };
  } finally {
    await view.host.close();
  }
}

async function started(
  view: HostedView,
  { review }: AppObservation,
  began: number,
  signal: AbortSignal,
): Promise<ViewObservation["start"]> {
  for (;;) {
    const state = await view.host.state();
    const ms = performance.now() - began;
    if (state.phase === "ready") return { ready: true, ms };
    if ("reason" in state) return { ready: false, reason: state.reason };
    if (state.phase === "loading" && state.waitingFor === "approval") {
      const blocking = review.filter(({ severity }) => severity === "blocking");
      const why =
        blocking.length === 0 ? "It has to be approved" : "Its review finds what a person has to approve";
      return { ready: false, reason: `${why}: ${blocking.map(({ message }) => message).join(" ")}` };
    }
    if (ms > START_MS) return { ready: false, reason: `It was not ready within ${START_MS / 1000} s.` };
    await pause(ASK_MS, undefined, { signal });
  }
}

/** Waits until the tool has answered and the View is quiet, and answers what it asks meanwhile. */
async function settled(view: HostedView, { watch, answer, signal }: CheckViewOptions): Promise<void> {
  const began = performance.now();
  let quietSince = began;
  let before = "";
  for (;;) {
    const question = await view.host.question();
    if (question !== undefined) await answered(view, answer(question));
    const [{ call, phase }, entries] = [await view.host.state(), (await view.host.record()).length];
    const now = JSON.stringify([call.status, phase, entries, watch.activity(), question?.method]);
    if (now !== before) quietSince = performance.now();
    before = now;
    const calling = call.status === "waiting" || call.status === "running";
    const waited = performance.now() - began;
    if (waited > (calling ? CALL_MS : SETTLE_MS)) return;
    if (!calling && performance.now() - quietSince > QUIET_MS) return;
    await pause(ASK_MS, undefined, { signal });
  }
}

/** A View may take its question back before it is answered. */
async function answered(view: HostedView, answer: ReturnType<AnswerQuestion>): Promise<void> {
  try {
    await view.host.consent(answer);
  } catch (error) {
    if ((await view.host.question()) !== undefined) throw error;
  }
}

async function look(
  view: HostedView,
  page: Page,
  ready: boolean,
): Promise<Omit<ViewObservation, "surroundings" | "start" | "violations" | "errors" | "failures">> {
  const { call } = await view.host.state();
  const frame = viewFrame(page);
  const size = frame && (await within(measureView(frame)).catch(() => undefined));
  const picture = await page
    .locator(`[data-view="${view.host.id}"]`)
    .screenshot({ timeout: LOOK_MS })
    .catch(() => undefined);
  const barriers = !ready || frame === undefined ? [] : await within(findBarriers(frame)).catch(sentenceOf);
  return {
    call: callOf(call),
    actions: seenActions(await view.host.record()),
    barriers,
    ...(size && { size }),
    ...(picture && { screenshot: picture }),
  };
}

type ViewCall = Awaited<ReturnType<HostedView["host"]["state"]>>["call"];

function callOf(call: ViewCall): ViewObservation["call"] {
  switch (call.status) {
    case "waiting":
    case "running":
      return { outcome: "pending" };
    case "failed":
    case "cancelled":
      return { outcome: "error", text: call.reason };
    case "done": {
      if (call.result.isError !== true) return { outcome: "ok" };
      const text = call.result.content
        .flatMap((block) => (block.type === "text" ? [block.text] : []))
        .join(" ");
      return { outcome: "error", text: text.slice(0, 300) || "it says no more." };
    }
  }
}

/** A View whose script is stuck answers nobody. */
function within<T>(looking: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("its script is busy or stuck.")), LOOK_MS);
    looking.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
