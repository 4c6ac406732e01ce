import { createSource, reasonOf, VitrineError, type Observable, type Server } from "@vitrine/bridge";
import type { CallToolResult, Progress } from "@modelcontextprotocol/client";

/** How far the call of a tool without UI has come. */
export type CallState =
  | { readonly status: "running"; readonly progress?: Progress }
  | { readonly status: "done"; readonly result: CallToolResult }
  | { readonly status: "denied"; readonly reason: string }
  | { readonly status: "cancelled" }
  | { readonly status: "failed"; readonly reason: string };

/** A call that is under way or over. */
export interface ToolCall {
  readonly state: Observable<CallState>;
  cancel(): void;
}

/** Calls a tool through the gate. Never throws: the state says how it went. */
export function startToolCall(
  server: Server,
  options: {
    readonly tool: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly actor: "person" | "link";
  },
): ToolCall {
  const state = createSource<CallState>({ status: "running" });
  const cancelling = new AbortController();
  server
    .callTool(options.tool, {
      arguments: options.arguments,
      actor: options.actor,
      signal: cancelling.signal,
      onProgress(progress) {
        if (state.get().status === "running") state.set({ status: "running", progress });
      },
    })
    .then(
      (result) => state.set({ status: "done", result }),
      (error: unknown) => state.set(failureOf(error)),
    );
  return { state, cancel: () => cancelling.abort(new Error("Cancelled by the person.")) };
}

function failureOf(error: unknown): CallState {
  if (error instanceof VitrineError && error.code === "cancelled") return { status: "cancelled" };
  if (error instanceof VitrineError && error.code === "refused")
    return { status: "denied", reason: error.message };
  return { status: "failed", reason: reasonOf(error) };
}
