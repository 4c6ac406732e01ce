import type { Server, View } from "@vitrine/bridge";

export type Arguments = Readonly<Record<string, unknown>>;
export type Result = Awaited<ReturnType<Server["callTool"]>>;

/** A tool call of the assistant, as its View gets it: already under way, and made by somebody else. */
export interface Call {
  readonly server: Server;
  readonly tool: string;
  /** Complete once the assistant has written it. */
  readonly arguments: Promise<Arguments>;
  readonly result: Promise<Result>;
  /** Takes the View that shows the call. */
  readonly onView: (view: View) => void;
}

/** What an assistant's turn is made of, in order. */
export type Part =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "call"; readonly call: Call };

export type Turn = { readonly id: number } & (
  | { readonly by: "person"; readonly text: string }
  /** A View's message. It counts as the person's, who allowed it; whose words they are stays visible. */
  | { readonly by: "view"; readonly view: string; readonly text: string }
  | { readonly by: "assistant"; readonly parts: readonly Part[] }
);

export interface Conversation {
  readonly turns: readonly Turn[];
  /** Whether the assistant is answering, and can be stopped. */
  readonly answering: boolean;
  /** What the assistant was told by each View that is open, by its id. */
  readonly known: ReadonlyMap<string, string>;
}
