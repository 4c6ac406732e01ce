import { createSource, reasonOf, type Observable, type View, type ViewMessage } from "@vitrine/bridge";
import { respond } from "./agent.ts";
import type { Arguments, Conversation, Part, Turn } from "./conversation.ts";
import { createShopHost, type ShopHost } from "./host.ts";

export interface Chat extends ShopHost {
  readonly conversation: Observable<Conversation>;
  /** The person's turn; the assistant answers it. */
  readonly say: (text: string) => void;
  /** Stops the assistant in the middle of its answer. */
  readonly stop: () => void;
}

export async function createChat(): Promise<Chat> {
  const conversation = createSource<Conversation>({ turns: [], answering: false, known: new Map() });
  const patch = (change: Partial<Conversation>): void =>
    conversation.set({ ...conversation.get(), ...change });
  let turns = 0;
  let stopping = new AbortController();
  let answers = Promise.resolve();

  const { host, shop } = await createShopHost({
    // It passed the gate: the person allowed this message. The assistant reads it as theirs, the page says whose it is.
    onMessage: ({ view, content }) =>
      hear({ id: ++turns, by: "view", view: view.tool.title, text: textOf(content) }),
    // Each of a View's takes the place of the one before; an empty one takes it back.
    onModelContext: ({ view, content = [], structuredContent }) =>
      learn(view, textOf(content) || (structuredContent ? JSON.stringify(structuredContent) : "")),
  });

  const hear = (turn: Exclude<Turn, { by: "assistant" }>): void => {
    patch({ turns: [...conversation.get().turns, turn] });
    answers = answers.then(() => answer(turn.text));
  };

  const learn = (view: View, text: string): void => {
    const known = new Map(conversation.get().known);
    known.delete(view.id);
    if (text !== "") known.set(view.id, text);
    patch({ known });
  };

  const answer = async (message: string): Promise<void> => {
    const id = ++turns;
    let parts: readonly Part[] = [];
    const show = (next: readonly Part[]): void => {
      parts = next;
      const turn = { id, by: "assistant", parts } as const;
      patch({ turns: conversation.get().turns.map((present) => (present.id === id ? turn : present)) });
    };
    const write = (text: string): void => {
      const last = parts.at(-1);
      if (last?.kind === "text") show([...parts.slice(0, -1), { kind: "text", text: last.text + text }]);
      else show([...parts, { kind: "text", text }]);
    };
    stopping = new AbortController();
    const { signal } = stopping;
    patch({ answering: true, turns: [...conversation.get().turns, { id, by: "assistant", parts }] });
    try {
      await respond(message, {
        write,
        signal,
        known: [...conversation.get().known.values()],
        async call(tool, pieces) {
          const server = await shop();
          const input = Promise.withResolvers<Arguments>();
          // The assistant makes the one call there is. The View gets its result and makes none.
          const result = input.promise.then((args) =>
            server.callTool(tool, { arguments: args, actor: "model", signal }),
          );
          result.catch(() => {}); // the View and this function hear of it
          let view: View | undefined;
          const onView = (opened: View): void => {
            if (view === opened) return;
            view = opened;
            opened.subscribe(() => opened.get().phase === "closed" && learn(opened, ""));
          };
          show([
            ...parts,
            { kind: "call", call: { server, tool, arguments: input.promise, result, onView } },
          ]);
          signal.addEventListener("abort", () => view?.cancelled("You stopped the assistant."));
          try {
            let written: Arguments = {};
            for await (written of pieces) view?.sendInputPartial(written);
            input.resolve(written);
          } catch (error) {
            input.reject(error as Error);
          }
          return result;
        },
      });
    } catch (error) {
      write(signal.aborted ? " Stopped." : ` That did not work: ${reasonOf(error)}`);
    }
    patch({ answering: false });
  };

  return {
    host,
    shop,
    conversation,
    say: (text) => hear({ id: ++turns, by: "person", text }),
    stop: () => stopping.abort(),
  };
}

/** A View's text is untrusted: it is shown and passed on as text. */
function textOf(content: ViewMessage["content"]): string {
  return content.flatMap((block) => (block.type === "text" ? block.text : [])).join(" ");
}
