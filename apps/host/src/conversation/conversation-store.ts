import type { ModelContext, ViewMessage } from "@vitrine/bridge";
import { create } from "zustand";

/** A message that a View put into the conversation. */
export interface SentMessage {
  readonly at: number;
  readonly content: ViewMessage["content"];
}

interface Conversation {
  /** By View id, oldest first. */
  readonly messages: Readonly<Record<string, readonly SentMessage[]>>;
  /** By View id: what a model would be told now. */
  readonly contexts: Readonly<Record<string, ModelContext>>;
  addMessage(message: ViewMessage): void;
  setContext(context: ModelContext): void;
  /** Drops what a closed View said. */
  forget(view: string): void;
}

/** Messages beyond this are dropped, oldest first: a View must not fill the page's memory. */
const KEPT_MESSAGES = 50;

/** What Views sent towards a conversation. There is no model behind this page, so it is shown with the View. */
export const useConversation = create<Conversation>()((set) => ({
  messages: {},
  contexts: {},
  addMessage: ({ view, content }) =>
    set(({ messages }) => {
      const sent = [...(messages[view.id] ?? []), { at: Date.now(), content }];
      return { messages: { ...messages, [view.id]: sent.slice(-KEPT_MESSAGES) } };
    }),
  setContext: (context) =>
    set(({ contexts }) => {
      const { [context.view.id]: _replaced, ...others } = contexts;
      const empty = (context.content?.length ?? 0) === 0 && context.structuredContent === undefined;
      return { contexts: empty ? others : { ...others, [context.view.id]: context } };
    }),
  forget: (view) =>
    set(({ messages, contexts }) => {
      const { [view]: _messages, ...otherMessages } = messages;
      const { [view]: _context, ...otherContexts } = contexts;
      return { messages: otherMessages, contexts: otherContexts };
    }),
}));
