import type { ContentBlock } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { AuditLog } from "./audit.ts";
import type { Actor, AuditEvent, Decision, Outcome } from "./audit-event.ts";
import { answersFor, type Answer, type Consent, type StandingConsents } from "./consent.ts";
import { sha256 } from "./digest.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import type { Policy, PolicyVerdict } from "./policy.ts";
import type { ServerTool } from "./server-tool.ts";

/** A file that a View wants saved: bytes that it brought along, or a link to fetch. */
export type DownloadItem =
  | {
      readonly kind: "file";
      readonly name: string;
      readonly mimeType: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "link"; readonly name: string; readonly url: URL };

/** What an actor wants done. */
export type Request =
  | {
      readonly method: "tools/call";
      readonly name: string;
      /** The server's declaration; undefined when it has no such tool, which the gate refuses. */
      readonly tool: ServerTool | undefined;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | { readonly method: "resources/read"; readonly uri: string }
  | { readonly method: "ui/open-link"; readonly url: URL }
  | { readonly method: "ui/download-file"; readonly items: readonly DownloadItem[] }
  | { readonly method: "ui/message"; readonly content: readonly ContentBlock[] }
  | {
      readonly method: "ui/update-model-context";
      readonly content?: readonly ContentBlock[];
      readonly structuredContent?: Readonly<Record<string, unknown>>;
    }
  | { readonly method: "ui/request-display-mode"; readonly mode: McpUiDisplayMode }
  | { readonly method: "ui/request-teardown" };

/** A {@link Request} with who wants it and where: what policy judges, the person is asked about, and the log records. */
export type Action = Request & {
  /** Unique id of this action; ties its audit entries together. */
  readonly id: string;
  readonly actor: Actor;
  readonly server: { readonly name: string; readonly identity: string };
  /** The View it comes from; absent for calls that no View made. */
  readonly view?: { readonly id: string; readonly tool: string };
  /** W3C trace context of the action; made by the host, never taken from a View. */
  readonly traceparent: string;
};

/** Everything the gate decides with. */
export interface Gate {
  readonly policy: Policy;
  readonly consent: Consent | undefined;
  readonly standing: StandingConsents;
  readonly audit: AuditLog;
}

/** Why an action may not happen, whatever policy and person say. */
export interface Refusal {
  /** `invalid-argument` where asking again with other params can help. */
  readonly code: "refused" | "invalid-argument";
  readonly reason: string;
}

/** What is done once an action is allowed, and what the spec says before. */
export interface Deed<T> {
  /** The spec's MUST NOTs, judged before policy. */
  readonly refusal?: Refusal | undefined;
  /** Does it. Runs only after *requested* and *decided: allow* are durable. */
  readonly perform: (signal: AbortSignal) => Promise<T>;
  /** Whether the result is the tool's own failure. Default: it is not. */
  readonly isToolError?: (result: T) => boolean;
  /** Aborts the question and the deed. */
  readonly signal: AbortSignal;
}

/**
 * The one way by which anything happens. In this order:
 * 1. the action is *requested*;
 * 2. the spec, then policy, then standing consent, then the person decide;
 * 3. *requested* and *decided* are durable in the audit log, or nothing happens;
 * 4. the deed is performed;
 * 5. *finished* is durable with the one outcome, or left to the log's recovery, and the result is returned.
 *
 * Requirements: each *requested* gets exactly one *decided* and one *finished*; an abort at any point is an
 * outcome (`cancelled`) like any other; what the page can no longer write because it ended is written by
 * the audit log's recovery.
 *
 * @throws VitrineError `refused`, `invalid-argument`, `cancelled`, `audit-unavailable`, or what `perform` throws.
 */
export async function act<T>(gate: Gate, action: Action, deed: Deed<T>): Promise<T> {
  const requested = describe(action);
  const verdict = judge(gate, action, deed.refusal);
  let decision: Decision;
  if (verdict === "ask") {
    await gate.audit.append(requested);
    const answered = await ask(gate, action, deed.signal);
    decision = answered.decision;
    await gate.audit.append(decided(action, decision));
    if (answered.standing) gate.standing.add(action);
  } else {
    decision = verdict;
    await gate.audit.append(requested, decided(action, decision));
  }
  const started = performance.now();
  const finish = async (
    outcome: Outcome,
    details: { reason?: string; resultDigest?: string } = {},
  ): Promise<void> => {
    const durationMs = Math.round(performance.now() - started);
    try {
      await gate.audit.append({
        kind: "action.finished",
        action: action.id,
        outcome,
        ...details,
        durationMs,
      });
    } catch {
      // What was done is done, and what was refused stays refused: a caller who is told otherwise would do it again.
      // The log's recovery ends the action as interrupted.
    }
  };

  if (decision.verdict === "deny") {
    const outcome = deed.signal.aborted ? "cancelled" : decision.by === "person" ? "denied" : "refused";
    await finish(outcome, { reason: decision.reason });
    throw new VitrineError(
      outcome === "cancelled" ? "cancelled" : (deed.refusal?.code ?? "refused"),
      decision.reason,
    );
  }

  let result: T;
  try {
    deed.signal.throwIfAborted();
    result = await deed.perform(deed.signal);
  } catch (error) {
    await finish(deed.signal.aborted ? "cancelled" : "failed", { reason: reasonOf(error) });
    throw deed.signal.aborted ? new VitrineError("cancelled", reasonOf(error), { cause: error }) : error;
  }
  await finish(deed.isToolError?.(result) === true ? "tool-error" : "ok", await digestOf(result));
  return result;
}

/** A result that JSON cannot carry has no digest; it happened all the same. */
async function digestOf(result: unknown): Promise<{ resultDigest?: string }> {
  try {
    return { resultDigest: await sha256(JSON.stringify(result) ?? "null") };
  } catch {
    return {};
  }
}

function judge(gate: Gate, action: Action, refusal: Refusal | undefined): Decision | "ask" {
  if (refusal !== undefined) return { verdict: "deny", by: "spec", reason: refusal.reason };
  let verdict: PolicyVerdict;
  try {
    verdict = gate.policy(action);
  } catch (error) {
    // A policy that cannot judge has not allowed anything.
    return { verdict: "deny", by: "host", reason: `The policy failed: ${reasonOf(error)}` };
  }
  const rule = verdict.rule === undefined ? {} : { rule: verdict.rule };
  switch (verdict.verdict) {
    case "allow":
      return { verdict: "allow", by: "policy", ...rule };
    case "deny":
      return {
        verdict: "deny",
        by: "policy",
        ...rule,
        reason: `The policy refuses this (${verdict.rule ?? "default"}).`,
      };
    case "ask":
      return gate.standing.has(action) ? { verdict: "allow", by: "session" } : "ask";
  }
}

async function ask(
  gate: Gate,
  action: Action,
  signal: AbortSignal,
): Promise<{ readonly decision: Decision; readonly standing?: boolean }> {
  if (gate.consent === undefined) return deny("This needs a person's consent, and nobody can be asked here.");
  // It can have been closed while *requested* was written: nobody is asked about what is over.
  if (signal.aborted) return deny("It was cancelled before a decision.");
  const answers = answersFor(action);
  const answer = await Promise.race([askPerson(gate.consent, action, answers, signal), aborted(signal)]);
  if (answer === "aborted") return deny("It was cancelled before a decision.");
  if (answer === "deny")
    return { decision: { verdict: "deny", by: "person", reason: "The person said no." } };
  if (!answers.includes(answer)) return deny(`The answer "${answer}" was not offered.`);
  return { decision: { verdict: "allow", by: "person" }, standing: answer === "session" };
}

function deny(reason: string): { readonly decision: Decision } {
  return { decision: { verdict: "deny", by: "host", reason } };
}

async function askPerson(
  consent: Consent,
  action: Action,
  answers: readonly Answer[],
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return await consent({ action, answers }, { signal });
  } catch {
    // A question that could not be put was not answered with yes.
    return "deny";
  }
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    else signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
}

function decided(action: Action, decision: Decision): AuditEvent {
  return { kind: "action.decided", action: action.id, ...decision };
}

function describe(action: Action): AuditEvent {
  return {
    kind: "action.requested",
    action: action.id,
    actor: action.actor,
    method: action.method,
    server: action.server.name,
    identity: action.server.identity,
    traceparent: action.traceparent,
    ...(action.view === undefined ? {} : { view: action.view.id }),
    ...subjectOf(action),
  };
}

/** What the record says an action is about. File contents stay out: their names and sizes are enough. */
function subjectOf(request: Request): { tool?: string; uri?: string; arguments?: unknown } {
  switch (request.method) {
    case "tools/call":
      return { tool: request.name, arguments: request.arguments };
    case "resources/read":
      return { uri: request.uri };
    case "ui/open-link":
      return { uri: request.url.href };
    case "ui/download-file":
      return {
        arguments: request.items.map((item) =>
          item.kind === "link"
            ? { name: item.name, url: item.url.href }
            : { name: item.name, mimeType: item.mimeType, bytes: item.bytes.byteLength },
        ),
      };
    case "ui/message":
      return { arguments: { content: request.content } };
    case "ui/update-model-context":
      return { arguments: { content: request.content, structuredContent: request.structuredContent } };
    case "ui/request-display-mode":
      return { arguments: { mode: request.mode } };
    case "ui/request-teardown":
      return {};
  }
}
