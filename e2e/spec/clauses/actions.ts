import type { ClauseEntry } from "./clause-entry.ts";

/** What a View may ask for, and how its life begins and ends. */
export const actionClauses = [
  {
    id: "tools-call",
    section: "standard-mcp-messages",
    level: "stated",
    quote: "`tools/call` - Execute a tool on the MCP server",
    mutations: ["call-forwarded"],
  },
  {
    id: "resources-read",
    section: "standard-mcp-messages",
    level: "stated",
    quote: "`resources/read` - Read resource content",
    mutations: ["read-forwarded"],
  },
  {
    id: "log-messages",
    section: "standard-mcp-messages",
    level: "stated",
    quote: "`notifications/message` - Log messages to host",
    mutations: ["log-kept"],
  },
  {
    id: "handshake",
    section: "standard-mcp-messages",
    level: "stated",
    quote: "`ui/initialize` → `ui/notifications/initialized` - MCP-like handshake",
    mutations: ["initialized-first"],
  },
  {
    id: "ping",
    section: "standard-mcp-messages",
    level: "stated",
    quote: "`ping` - Connection health check",
    mutations: ["ping-answered"],
  },
  {
    id: "link-opened",
    section: "requests-view--host",
    level: "SHOULD",
    quote: "`ui/open-link`: Host SHOULD open the URL in the user's default browser or a new tab",
    mutations: ["link-opened"],
  },
  {
    id: "link-denied",
    section: "requests-view--host",
    level: "stated",
    quote:
      '`ui/open-link`: Error Response (if denied or failed) … "Link opening denied by user" | "Invalid URL" | "Policy violation"',
    mutations: ["ask-person", "link-scheme"],
  },
  {
    id: "teardown-sent",
    section: "notifications-host--view",
    level: "MUST",
    quote:
      "`ui/resource-teardown`: Host MUST send this notification before tearing down the UI resource, for any reason, …",
    mutations: ["teardown-sent"],
  },
  {
    id: "teardown-reason",
    section: "notifications-host--view",
    level: "MAY",
    quote: "`ui/resource-teardown`: The Host MAY specify the reason",
    mutations: ["teardown-reason"],
  },
  {
    id: "teardown-awaited",
    section: "notifications-host--view",
    level: "SHOULD",
    quote: "Host SHOULD wait for a response before tearing down the resource (to prevent data loss)",
    mutations: ["teardown-awaited"],
    deviation: "It waits for at most a second, and not at all for a View that hangs.",
  },
  {
    id: "view-initialization",
    section: "lifecycle",
    level: "stated",
    quote:
      "UI Initialization: … sandbox-proxy-ready … sandbox-resource-ready … ui/initialize … McpUiInitializeResult … initialized … tool-input (complete) … tool-result",
    mutations: ["replayed-in-order"],
  },
  {
    id: "call-beside-initialization",
    section: "lifecycle",
    level: "stated",
    quote: "par UI Tool call … and UI initialization",
    mutations: ["call-beside-view"],
  },
  {
    id: "cleanup-at-any-point",
    section: "lifecycle",
    level: "stated",
    quote: "Cleanup may be triggered at any point in the lifecycle following View initialization",
    mutations: ["teardown-sent"],
  },
  {
    id: "frame-torn-down",
    section: "lifecycle",
    level: "stated",
    quote: "Cleanup: … ui/resource-teardown … Tear down iframe and listeners",
    mutations: ["frame-removed"],
  },
  {
    id: "interactive-call",
    section: "data-passing",
    level: "stated",
    quote: "Views can request fresh data by calling tools … Result returned via standard tools/call response",
    mutations: ["call-forwarded"],
  },
] as const satisfies readonly ClauseEntry[];
