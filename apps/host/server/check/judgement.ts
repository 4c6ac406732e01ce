import { cspRemedy, type CspRemedy, remedyWords } from "./csp-remedy.ts";
import { callFindings } from "./judge-calls.ts";
import { createFindingList, type CheckFinding, type CheckLevel, type FoundOnce } from "./finding-list.ts";
import type { AppObservation, SeenViolation, ViewObservation } from "./observation.ts";

/** An app with what is to be said about it, the worst first. */
export interface JudgedApp {
  readonly app: AppObservation;
  readonly findings: readonly CheckFinding[];
  /** What would open everything that the app's policy stopped. */
  readonly remedies: readonly CspRemedy[];
}

/**
 * Says what an observation means. An error: something does not work. A warning: it works, and hinders somebody or
 * relies on something it should not. Information: good to know, nothing to do.
 */
export function judgeApp(app: AppObservation): JudgedApp {
  const list = createFindingList();
  for (const found of appFindings(app)) list.add(found);
  for (const view of app.views) {
    for (const found of viewFindings(app, view)) list.add(found, view.surroundings.name);
  }
  for (const { surroundings, reason } of app.unchecked ?? []) {
    const sentence = `It could not be checked: ${reason}`;
    list.add({ level: "error", kind: "unchecked", sentence }, surroundings.name);
  }
  const remedies = app.views
    .flatMap(({ violations }) => violations)
    .filter((violation) => !isProbe(app, violation))
    .map((violation) => cspRemedy(violation, app.template?.csp));
  return { app, findings: list.sorted(), remedies };
}

/** The worst level of these findings; `undefined` when there are none. */
export function worstLevel(findings: readonly CheckFinding[]): CheckLevel | undefined {
  return (["error", "warning", "info"] as const).find((level) => findings.some((one) => one.level === level));
}

function* appFindings({ input, review, skipped, views }: AppObservation): Iterable<FoundOnce> {
  if (skipped !== undefined) yield { level: "info", kind: "not-opened", sentence: skipped };
  else if (!input.ok) yield { level: "error", kind: "no-input", sentence: input.reason, mend: input.mend };
  // What was opened all the same was granted what it needs.
  const granted = views.some(({ start }) => start.ready);
  for (const { severity, rule, message } of review) {
    const blocking = severity === "blocking";
    const mend = granted
      ? "It was granted for this check; on first use elsewhere a person has to approve it"
      : "Until a person approves it, no View of this template is opened; see docs/review-rules.md";
    yield {
      level: blocking ? (granted ? "warning" : "error") : severity,
      kind: `review: ${rule}`,
      sentence: message,
      ...(blocking && { mend }),
    };
  }
}

function* viewFindings(app: AppObservation, view: ViewObservation): Iterable<FoundOnce> {
  const { start, violations, errors, failures, size } = view;
  // What is missing because the run is offline is not the app's fault, nor is what follows from it.
  const offline = failures.some((failure) => failure.offline);
  const error = offline ? "warning" : "error";
  const mend = offline
    ? { mend: "This run was offline, which may be the cause: run it without --offline" }
    : {};

  if (!start.ready) yield { level: error, kind: "not-ready", sentence: start.reason, ...mend };
  for (const violation of violations) yield violationFinding(app, violation);
  for (const { kind, text } of errors) {
    const level = kind === "uncaught" ? error : "warning";
    yield {
      level,
      kind,
      sentence: kind === "uncaught" ? `Not caught: ${text}` : `Written to the console: ${text}`,
      ...mend,
    };
  }
  for (const { url, reason, offline: kept } of failures) {
    if (kept) {
      const sentence = `It asks ${originOf(url)} for something, which was kept back.`;
      yield { level: "info", kind: "offline", sentence };
    } else yield failureFinding(url, reason);
  }
  yield* callFindings(app, view);
  if (size !== undefined && size.contentWidth > size.width + 1) {
    const widest = size.widest === undefined ? "" : `, up to the end of ${size.widest}`;
    yield {
      level: "warning",
      kind: "overflow",
      sentence: `It is ${size.contentWidth} px wide in a frame of ${size.width} px${widest}.`,
      mend: "Let it wrap or shrink, or give what is wide a scroller of its own",
    };
  }
  if (start.ready && size?.blank === true) {
    yield {
      level: "warning",
      kind: "blank",
      sentence: "It is ready and shows nothing.",
      mend: "Show what is known at once, and a sentence while the rest is loading",
      ...mend,
    };
  }
  yield* barrierFindings(view);
}

function violationFinding(app: AppObservation, violation: SeenViolation): FoundOnce {
  const { directive, blocked } = violation;
  if (isProbe(app, violation)) {
    const sentence = "A library in it asks whether eval works, is told no, and goes another way.";
    return { level: "info", kind: "csp", sentence };
  }
  return {
    level: "error",
    kind: "csp",
    sentence: `${directive} stopped ${shownAddress(blocked)}.`,
    mend: remedyWords(cspRemedy(violation, app.template?.csp)),
  };
}

/** The review reads all code of the template: where it finds no use of eval, the template's code only tried it. */
function isProbe({ review }: AppObservation, { blocked, source }: SeenViolation): boolean {
  const usesEval = review.some(
    ({ rule }) => rule === "eval" || rule === "wasm" || rule === "unparsed-script",
  );
  return blocked === "eval" && source === "" && !usesEval;
}

function failureFinding(url: string, reason: string): FoundOnce {
  const own = URL.canParse(url) && new URL(url).hostname.endsWith(".localhost");
  return own
    ? {
        level: "error",
        kind: "not-loaded",
        sentence: `${new URL(url).pathname} was not there (${reason}).`,
        mend: "A View has no files beside its template: put it into the HTML, or declare where it is and write the whole address",
      }
    : {
        level: "warning",
        kind: "not-loaded",
        sentence: `${shownAddress(url)} did not load (${reason}).`,
      };
}

/** Where axe-core explains its rules. */
const AXE_RULES = "https://dequeuniversity.com/rules/axe/4.11/";

function* barrierFindings({ barriers }: ViewObservation): Iterable<FoundOnce> {
  if (typeof barriers === "string") {
    yield { level: "info", kind: "accessibility", sentence: `It was not looked at: ${barriers}` };
    return;
  }
  for (const { rule, impact, help, targets, count } of barriers) {
    yield {
      level: impact === "critical" || impact === "serious" ? "warning" : "info",
      kind: "accessibility",
      sentence: `${help} (${rule}, ${impact}): ${targets.join(", ")}${count > targets.length ? " …" : ""}.`,
      mend: `${AXE_RULES}${rule}`,
    };
  }
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

function shownAddress(address: string): string {
  return address.length > 200 ? `${address.slice(0, 200)}…` : address;
}
