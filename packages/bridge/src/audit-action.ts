/** Where an action stands that is not over yet. */
export type OpenPhase = "requested" | "decided";

/** Where an action stands. */
export type ActionPhase = OpenPhase | "finished";

/** What an audit entry does to its action, or why it may not. */
export type ActionStep =
  | { readonly action: string; readonly phase: ActionPhase; readonly problem?: undefined }
  | { readonly problem: string };

/**
 * The grammar of a recorded action: *requested*, then one *decided*, then one *finished*. The log writes by it and
 * {@link verifyAuditLog} reads by it.
 *
 * @param phaseOf The phase of an action that is open; undefined for one that was never requested or is over.
 * @returns undefined for a kind that belongs to no action.
 */
export function actionStep(
  kind: string,
  action: unknown,
  phaseOf: (action: string) => OpenPhase | undefined,
): ActionStep | undefined {
  const step = STEPS.get(kind);
  if (step === undefined) return undefined;
  if (typeof action !== "string") return { problem: `${kind} names no action` };
  const phase = phaseOf(action);
  if (phase === step.from) return { action, phase: step.to };
  return {
    problem: `${kind} of action ${action}, which ${phase === undefined ? "is not open" : `is ${phase}`}`,
  };
}

const STEPS: ReadonlyMap<string, { readonly from: OpenPhase | undefined; readonly to: ActionPhase }> =
  new Map([
    ["action.requested", { from: undefined, to: "requested" }],
    ["action.decided", { from: "requested", to: "decided" }],
    ["action.finished", { from: "decided", to: "finished" }],
  ] as const);
