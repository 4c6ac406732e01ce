import { createHash } from "node:crypto";
import { canonicalJson } from "@vitrine/bridge";
import type { ActionOutcome } from "./recorded-actions.ts";

/** How a JSON-RPC response ends its action; undefined when there is more to come: input that it asks for, or a task. */
export function callOutcome(response: Readonly<Record<string, unknown>>): ActionOutcome | undefined {
  const { result, error } = response;
  if (typeof error === "object" && error !== null) return { outcome: "failed", reason: errorReason(error) };
  if (typeof result !== "object" || result === null) {
    return { outcome: "failed", reason: "the server answered with neither a result nor an error" };
  }
  const { resultType, isError } = result as Readonly<Record<string, unknown>>;
  if (resultType === "input_required" || resultType === "task") return undefined;
  return { outcome: isError === true ? "tool-error" : "ok", ...resultDigest(result) };
}

function errorReason(error: object): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return `the server answered with error ${String(code)}: ${String(message).slice(0, 1000)}`;
}

/** What RFC 8785 cannot carry has no digest; it was answered all the same. */
function resultDigest(result: object): Pick<ActionOutcome, "resultDigest"> {
  try {
    const digest = createHash("sha256").update(canonicalJson(result)).digest("hex");
    return { resultDigest: `sha256:${digest}` };
  } catch {
    return {};
  }
}
