import type { ClauseEntry } from "./clause-entry.ts";

/** What a View is told of its surroundings, and how its place on the page changes. */
export const contextClauses = [
  {
    id: "host-context",
    section: "host-context-in-mcpuiinitializeresult",
    level: "SHOULD",
    quote: "the Host SHOULD include UI-specific context in the `McpUiInitializeResult`'s `hostContext` field",
    mutations: ["host-context"],
  },
  {
    id: "tool-info",
    section: "host-context-in-mcpuiinitializeresult",
    level: "stated",
    quote:
      "`toolInfo`: Metadata of the tool call that instantiated the View … Contains name, inputSchema, etc…",
    mutations: ["tool-info"],
  },
  {
    id: "host-capabilities",
    section: "host-capabilities",
    level: "stated",
    quote:
      "`HostCapabilities` are sent to the View as part of the response to `ui/initialize` … They describe the features and capabilities that the Host supports",
    mutations: ["host-capabilities"],
  },
  {
    id: "sandbox-capabilities",
    section: "host-capabilities",
    level: "stated",
    quote: "`sandbox`: Sandbox configuration applied by the host. … CSP domains approved by the host",
    mutations: ["sandbox-capabilities"],
  },
  {
    id: "fixed-dimensions",
    section: "dimension-modes",
    level: "stated",
    quote: "Fixed: `height` or `width`: Host controls the size. View should fill the available space.",
    mutations: ["fixed-dimensions"],
  },
  {
    id: "flexible-dimensions",
    section: "dimension-modes",
    level: "stated",
    quote: "Flexible: `maxHeight` or `maxWidth`: View controls the size, up to the specified maximum.",
    mutations: ["view-height"],
  },
  {
    id: "size-changed",
    section: "host-behavior-1",
    level: "MUST",
    quote:
      "When using flexible dimensions …, hosts MUST listen for `ui/notifications/size-changed` notifications from the View and update the iframe dimensions accordingly",
    mutations: ["size-changed"],
  },
  {
    id: "modes-declared",
    section: "declaring-support",
    level: "stated",
    quote: "Hosts declare which display modes they support in `HostContext.availableDisplayModes`",
    mutations: ["modes-declared"],
  },
  {
    id: "mode-notified",
    section: "notifying-changes",
    level: "stated",
    quote:
      "Hosts notify views of display mode changes via `ui/notifications/host-context-changed` with the `displayMode` field",
    mutations: ["mode-notified"],
  },
  {
    id: "mode-undeclared",
    section: "requirements",
    level: "MUST NOT",
    quote:
      "Host MUST NOT switch the View to a display mode that does not appear in its `appCapabilities.availableDisplayModes`, if set",
    mutations: ["mode-declared-by-view"],
  },
  {
    id: "mode-answered",
    section: "requirements",
    level: "MUST",
    quote:
      "Host MUST return the resulting mode (whether updated or not) in the response to `ui/request-display-mode`",
    mutations: ["mode-answered"],
  },
  {
    id: "mode-unavailable",
    section: "requirements",
    level: "SHOULD",
    quote:
      "If the requested mode is not available, Host SHOULD return the current display mode in the response",
    mutations: ["mode-answered"],
  },
  {
    id: "mode-declined",
    section: "requirements",
    level: "MAY",
    quote:
      "Host MAY decline display mode requests from Views that did not declare said modes in their capabilities",
    mutations: ["mode-declared-by-view"],
  },
  {
    id: "style-variables",
    section: "theming",
    level: "stated",
    quote:
      "Hosts can optionally pass CSS custom properties via `HostContext.styles.variables` for visual cohesion",
    mutations: ["host-context"],
  },
  {
    id: "light-dark",
    section: "host-behavior-2",
    level: "stated",
    quote: "Hosts should use the CSS `light-dark()` function for theme-aware values",
    mutations: ["light-dark"],
  },
  {
    id: "custom-fonts",
    section: "custom-fonts",
    level: "stated",
    quote: "Hosts can provide custom fonts via `styles.css.fonts`",
    mutations: ["host-context"],
  },
  {
    id: "context-changed",
    section: "notifications-host--view",
    level: "MAY",
    quote:
      "`ui/notifications/host-context-changed`: Host MAY send this notification when any context field changes …",
    mutations: ["context-changed"],
  },
  {
    id: "context-partial",
    section: "notifications-host--view",
    level: "stated",
    quote: "This notification contains partial updates",
    mutations: ["context-partial"],
  },
] as const satisfies readonly ClauseEntry[];
