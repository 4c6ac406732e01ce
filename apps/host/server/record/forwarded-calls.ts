import type { JSONRPCResponse } from "@modelcontextprotocol/client";
import { ApiError } from "../api-error.ts";
import type { Page } from "../pages.ts";
import type { ServerEntry } from "../server-entry.ts";
import { callOutcome } from "./call-outcome.ts";
import type { ActionOutcome, Admission, RecordedActions } from "./recorded-actions.ts";

/** A JSON-RPC message, as far as it was looked at. */
export type RpcMessage = Readonly<Record<string, unknown>>;

/** The requests that had to be recorded, from being forwarded until their outcome is. */
export interface ForwardedCalls {
  /**
   * Lets a message of a page pass, or not; see `RecordedActions.admit`. What it let pass must be answered or ended.
   *
   * @throws ApiError 409 `not-recorded`; 400 `bad-message` for one without an id that an answer could name.
   */
  admit(page: Page, server: ServerEntry, message: RpcMessage): ForwardedCall | undefined;
  /** How many requests of a page are unanswered. */
  pending(page: Page): number;
  /**
   * Takes a message of the server, or a batch, before the page gets it. When it answers a call, its outcome is on disk then.
   *
   * @throws ApiError 503 `audit-unavailable`.
   */
  answered(page: Page, server: ServerEntry, message: unknown): Promise<void>;
  /** Ends every call of a page to a server that is unanswered. Never throws. */
  endAll(page: Page, server: ServerEntry, outcome: ActionOutcome): Promise<void>;
}

/** One forwarded request. */
export interface ForwardedCall {
  /** Whether there was no answer yet. */
  isPending(): boolean;
  /** Ends it without an answer, if there was none. Throws an {@link ApiError} 503 `audit-unavailable`. */
  end(outcome: ActionOutcome): Promise<void>;
}

export function createForwardedCalls(actions: Pick<RecordedActions, "admit">): ForwardedCalls {
  const calls = new Map<string, Admission>();
  const watched = new WeakSet<Page>();

  /** Takes the call out, so that it has one end. */
  function take(key: string): Admission | undefined {
    const call = calls.get(key);
    calls.delete(key);
    return call;
  }

  /** What a page leaves open is ended by the record. */
  function forgetWith(page: Page): void {
    if (watched.has(page)) return;
    watched.add(page);
    page.gone.addEventListener("abort", () => {
      for (const key of calls.keys()) if (key.startsWith(`${page.id} `)) calls.delete(key);
    });
  }

  async function cancel(page: Page, server: ServerEntry, { params }: RpcMessage): Promise<void> {
    const { requestId } = (params ?? {}) as { readonly requestId?: unknown };
    await take(keyOf(page, server, requestId))
      ?.finish(CANCELLED)
      .catch(noop);
  }

  async function settle(page: Page, server: ServerEntry, response: JSONRPCResponse): Promise<void> {
    const { id } = response;
    // The SDK takes "7" for the answer to 7.
    const call = take(keyOf(page, server, id)) ?? take(keyOf(page, server, Number(id)));
    if (call === undefined) return;
    const outcome = callOutcome({ ...response });
    if (outcome === undefined) call.leaveOpen();
    else await call.finish(outcome);
  }

  return {
    admit(page, server, message) {
      if (message["method"] === "notifications/cancelled") void cancel(page, server, message);
      const admission = actions.admit(page, server, message);
      if (admission === undefined) return undefined;
      const { id } = message;
      if (typeof id !== "string" && typeof id !== "number") {
        admission.leaveOpen();
        throw new ApiError(400, "bad-message", "The request needs an id that is a text or a number.");
      }
      const key = keyOf(page, server, id);
      // A connection that the page began anew counts from the start; nobody will hear the older answer.
      void take(key)?.finish(REPLACED).catch(noop);
      calls.set(key, admission);
      forgetWith(page);
      const mine = (): Admission | undefined => (calls.get(key) === admission ? take(key) : undefined);
      return {
        isPending: () => calls.get(key) === admission,
        end: async (outcome) => mine()?.finish(outcome),
      };
    },
    pending: (page) => [...calls.keys()].filter((key) => key.startsWith(`${page.id} `)).length,
    async answered(page, server, message) {
      if (calls.size === 0) return;
      for (const response of await responsesIn(message)) await settle(page, server, response);
    },
    async endAll(page, server, outcome) {
      const prefix = keyOf(page, server);
      const ended = [...calls.keys()].filter((key) => key.startsWith(prefix)).map(take);
      await Promise.allSettled(ended.map(async (call) => call?.finish(outcome)));
    },
  };
}

/**
 * The responses in a message, by the SDK that the page reads it with: were one of the two stricter, a server could make an
 * outcome for the record that the page never saw. A batch that holds anything else is none to it.
 */
async function responsesIn(message: unknown): Promise<readonly JSONRPCResponse[]> {
  const { isJSONRPCResponse, parseJSONRPCMessage } = await import("@modelcontextprotocol/client");
  try {
    const batch = Array.isArray(message) ? message.map((item) => parseJSONRPCMessage(item)) : [message];
    return batch.filter((item) => isJSONRPCResponse(item));
  } catch {
    return [];
  }
}

export const CANCELLED: ActionOutcome = { outcome: "cancelled", reason: "the page cancelled the request" };

const REPLACED: ActionOutcome = {
  outcome: "interrupted",
  reason: "the page used the id of the request for another one before the answer came",
};

/** An outcome that could not be written is kept until it can be; whoever waits for it has no more use for it. */
function noop(): void {}

function keyOf(page: Page, server: ServerEntry, id?: unknown): string {
  return `${page.id} ${JSON.stringify(server.name)} ${id === undefined ? "" : JSON.stringify(id)}`;
}
