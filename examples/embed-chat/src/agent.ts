import type { Arguments, Result } from "./conversation.ts";

/*
 * The assistant of this example is a script: it looks for a word and knows three answers. In its place stands the loop
 * around your model. What is real is how it works with the rest: it writes its words and its arguments piece by piece,
 * it calls the tools itself, and it can be stopped.
 */

/** What the assistant can do. Everything rejects once it was stopped. */
export interface Abilities {
  readonly write: (text: string) => void;
  /** Calls a tool with arguments that come in pieces, each a longer version of the one before. */
  readonly call: (tool: string, pieces: AsyncIterable<Arguments>) => Promise<Result>;
  /** What Views told it. */
  readonly known: readonly string[];
  readonly signal: AbortSignal;
}

export async function respond(message: string, { write, call, known, signal }: Abilities): Promise<void> {
  const say = async (text: string): Promise<void> => {
    for (const word of text.split(/(?<= )/)) {
      await pause(signal);
      write(word);
    }
  };
  const show = async (tool: string, args: Arguments, then: string): Promise<void> => {
    const result = await call(tool, inPieces(args, signal));
    await say(result.isError ? "The shop did not want to. It says why above." : then);
  };

  if (/basket/i.test(message)) {
    await say("One moment, I ask the shop for your basket.");
    await show("show_basket", { basket_id: "b1" }, "What you change in it, you are asked about first.");
  } else if (/before I buy/i.test(message)) {
    const facts =
      known.length > 0
        ? `What I know by now: ${known.join(" ")} `
        : "Choose how you brew it, then I know more. ";
    await say(`${facts}So take a small tin first, and water that does not boil.`);
  } else if (/tea|sencha/i.test(message)) {
    await say("My favourite this week:");
    await show("tea_card", { sku: "asatsuyu" }, "Choose a strength, and I will remember how you brew it.");
  } else {
    await say("I am a script, without a model. Ask me for your basket, or for a tea.");
  }
}

/** `{}`, `{ basket_id: "" }`, `{ basket_id: "b" }` …: what a model's unfinished JSON says so far. */
async function* inPieces(args: Arguments, signal: AbortSignal): AsyncGenerator<Arguments> {
  let written: Arguments = {};
  yield written;
  for (const [name, value] of Object.entries(args)) {
    for (let length = 0; length < String(value).length; length += 1) {
      await pause(signal);
      yield { ...written, [name]: String(value).slice(0, length) };
    }
    await pause(signal);
    written = { ...written, [name]: value };
    yield written;
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 40));
  signal.throwIfAborted();
}
