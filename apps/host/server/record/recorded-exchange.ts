import type { AnswerPart } from "../relay-frame.ts";
import { createRpcAnswer, type RpcAnswer } from "../rpc-answer.ts";
import { CANCELLED, type ForwardedCall } from "./forwarded-calls.ts";
import type { ActionOutcome } from "./recorded-actions.ts";

export interface RecordedExchangeOptions {
  /** What the upstream answers, piece by piece. */
  readonly parts: AsyncIterable<AnswerPart>;
  /** The request, when it had to be recorded. */
  readonly call: ForwardedCall | undefined;
  /** Takes each message of the server; resolves when the outcome that it brings is on disk. */
  readonly answered: (message: unknown) => Promise<void>;
  /** Whether the request ended because the page was no longer there to hear the answer. */
  readonly isPageAway: () => boolean;
}

/**
 * Passes an answer on, each piece after the outcomes in it are recorded, and records how a request ended that got no
 * answer. An outcome that cannot be written is kept until it can be: what was done is done, and its answer is not
 * withheld.
 */
export async function* recordedExchange(options: RecordedExchangeOptions): AsyncGenerator<AnswerPart> {
  const { parts, call, isPageAway } = options;
  let answer: RpcAnswer | undefined;
  let status = 0;

  async function take(messages: readonly unknown[] = []): Promise<void> {
    for (const message of messages) await options.answered(message).catch(unwritten);
  }

  /** A stream that can be taken up again brings the answer then, in another exchange. */
  async function endWith(outcome: ActionOutcome): Promise<void> {
    if (call?.isPending() && answer?.isResumable() !== true) await call.end(outcome).catch(unwritten);
  }

  for await (const part of parts) {
    if ("status" in part) {
      status = part.status;
      answer = createRpcAnswer(status, part.headers["content-type"] ?? "");
    } else if ("data" in part) {
      await take(answer?.read(part.data));
    } else if ("end" in part) {
      await take(answer?.end());
      const reason =
        status >= 400
          ? `the server answered with status ${status}`
          : "the server ended its answer without one";
      await endWith({ outcome: "failed", reason });
    } else if (part.error.code !== "cancelled") {
      await endWith({ outcome: "failed", reason: part.error.message });
    } else if (isPageAway()) {
      await call?.end(PAGE_AWAY).catch(unwritten);
    } else {
      await call?.end(CANCELLED).catch(unwritten);
    }
    yield part;
  }
}

const PAGE_AWAY: ActionOutcome = {
  outcome: "interrupted",
  reason: "the connection to the page broke before the answer came",
};

/** The record retries it by itself; here there is nothing more to do. */
function unwritten(): void {}
