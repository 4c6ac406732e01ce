import type { ClauseEntry } from "./clause-entry.ts";

/** What a View adds to a conversation. Vitrine has none of its own: it hands over to the embedder who has one. */
export const conversationClauses = [
  {
    id: "message-added",
    section: "requests-view--host",
    level: "SHOULD",
    quote:
      "`ui/message`: Host SHOULD add the message to the conversation context, preserving the specified role",
    mutations: ["message-role"],
  },
  {
    id: "message-consent",
    section: "requests-view--host",
    level: "MAY",
    quote: "`ui/message`: Host MAY request user consent",
    mutations: ["ask-person"],
  },
  {
    id: "message-denied",
    section: "requests-view--host",
    level: "stated",
    quote: "`ui/message`: Error Response (if denied or failed) … code: -32000",
    mutations: ["refused-code"],
  },
  {
    id: "model-context-provided",
    section: "requests-view--host",
    level: "SHOULD",
    quote: "`ui/update-model-context`: SHOULD provide the context to the model in future turns",
    mutations: ["model-context-delivered"],
    needsModel: "Each context is handed over to `onModelContext`.",
  },
  {
    id: "model-context-overwritten",
    section: "requests-view--host",
    level: "MAY",
    quote: "`ui/update-model-context`: MAY overwrite the previous model context with the new update",
    mutations: ["model-context-overwritten"],
  },
  {
    id: "model-context-deferred",
    section: "requests-view--host",
    level: "MAY",
    quote:
      "`ui/update-model-context`: MAY defer sending the context to the model until the next user message",
    needsModel: "Each context is handed over at once; when the model reads it is for the embedder to say.",
  },
  {
    id: "model-context-deduped",
    section: "requests-view--host",
    level: "MAY",
    quote: "MAY dedupe identical `ui/update-model-context` calls",
    mutations: ["model-context-deduped"],
  },
  {
    id: "model-context-last",
    section: "requests-view--host",
    level: "SHOULD",
    quote:
      "If multiple updates are received before the next user message, Host SHOULD only send the last update to the model",
    mutations: ["model-context-overwritten"],
    needsModel:
      "One context is kept for each View, the last one; the web app shows what a model would be told.",
  },
  {
    id: "model-context-shown",
    section: "requests-view--host",
    level: "MAY",
    quote: "`ui/update-model-context`: MAY display context updates to the user",
    mutations: ["model-context-delivered"],
  },
] as const satisfies readonly ClauseEntry[];
