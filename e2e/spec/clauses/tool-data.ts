import type { ClauseEntry } from "./clause-entry.ts";

/** How the input and the outcome of the tool call reach the View. */
export const toolDataClauses = [
  {
    id: "tool-input",
    section: "notifications-host--view",
    level: "MUST",
    quote:
      "`ui/notifications/tool-input`: Host MUST send this notification with the complete tool arguments after the View's initialize request completes",
    mutations: ["tool-input"],
  },
  {
    id: "tool-input-once",
    section: "notifications-host--view",
    level: "stated",
    quote:
      "This notification is sent at most once and is required before sending `ui/notifications/tool-result`",
    mutations: ["input-before-result", "input-at-once"],
    deviation:
      "A View that initializes again, as one does that mounts twice, is a new client of the protocol and gets input and result again.",
  },
  {
    id: "partial-input",
    section: "notifications-host--view",
    level: "MAY",
    quote:
      "`ui/notifications/tool-input-partial`: Host MAY send this notification zero or more times while the agent is streaming tool arguments",
    mutations: ["partial-input"],
  },
  {
    id: "partial-parsed",
    section: "notifications-host--view",
    level: "MAY",
    quote: "MAY parse the agent's partial JSON output by closing unclosed brackets/braces",
    needsModel:
      "`View.sendInputPartial` takes objects: recovering them from a stream is left to whoever has the model.",
  },
  {
    id: "partial-as-it-comes",
    section: "notifications-host--view",
    level: "MAY",
    quote: "MAY send recovered arguments as they become available during streaming",
    mutations: ["partial-input"],
  },
  {
    id: "partial-stops",
    section: "notifications-host--view",
    level: "MUST",
    quote: "MUST stop sending once `ui/notifications/tool-input` is sent with complete arguments",
    mutations: ["partial-stops"],
  },
  {
    id: "tool-result",
    section: "notifications-host--view",
    level: "MUST",
    quote:
      "`ui/notifications/tool-result`: Host MUST send this notification when tool execution completes (if the View is displayed during tool execution)",
    mutations: ["tool-result"],
  },
  {
    id: "tool-result-whole",
    section: "data-passing",
    level: "stated",
    quote: "View receives (JSON-RPC notification): … `content` … `structuredContent` … `_meta`",
    mutations: ["tool-result-whole"],
  },
  {
    id: "tool-cancelled",
    section: "notifications-host--view",
    level: "MUST",
    quote:
      "`ui/notifications/tool-cancelled`: Host MUST send this notification if the tool execution was cancelled, for any reason (which can optionally be specified), …",
    mutations: ["tool-cancelled"],
  },
] as const satisfies readonly ClauseEntry[];
