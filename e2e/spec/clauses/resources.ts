import type { ClauseEntry } from "./clause-entry.ts";

/** UI resources, how they are found, and who may call the tools that refer to them. */
export const resourceClauses = [
  {
    id: "extension-negotiated",
    section: "overview",
    level: "stated",
    quote:
      "MCP Apps is optional and must be explicitly negotiated between clients and servers through the extension capabilities mechanism",
    mutations: ["extension-announced"],
  },
  {
    id: "mime-types-announced",
    section: "client-host-capabilities",
    level: "REQUIRED",
    quote: "`mimeTypes`: Array of supported content types (REQUIRED, …)",
    mutations: ["mime-types-announced"],
  },
  {
    id: "resource-scheme",
    section: "ui-resource-format",
    level: "MUST",
    binds: "server",
    quote: "MUST use the `ui://` URI scheme to distinguish UI resources from other MCP resource types",
    mutations: ["resource-scheme"],
  },
  {
    id: "resource-mime-type",
    section: "content-requirements",
    level: "MUST",
    binds: "server",
    quote: "`mimeType` MUST be `text/html;profile=mcp-app` (other types reserved for future extensions)",
    mutations: ["resource-mime-type"],
  },
  {
    id: "resource-content",
    section: "content-requirements",
    level: "MUST",
    binds: "server",
    quote: "Content MUST be provided via either `text` (string) or `blob` (base64-encoded)",
    mutations: ["resource-blob"],
  },
  {
    id: "resource-html",
    section: "content-requirements",
    level: "MUST",
    binds: "server",
    quote: "Content MUST be valid HTML5 document",
    notApplicable:
      "HTML5 gives every text a document; there is nothing that a host could tell a browser not to parse.",
  },
  {
    id: "dedicated-domain",
    section: "ui-resource-format",
    level: "stated",
    quote:
      "`domain`: Dedicated origin for view … The format and validation rules for this field are determined by each host",
    mutations: ["dedicated-domain"],
  },
  {
    id: "default-domain",
    section: "ui-resource-format",
    level: "stated",
    quote: "If omitted, Host uses default sandbox origin",
    mutations: ["view-origin"],
  },
  {
    id: "prefers-border",
    section: "ui-resource-format",
    level: "stated",
    quote:
      "`prefersBorder`: Boolean controlling whether a visible border and background is provided by the host",
    mutations: ["prefers-border"],
  },
  {
    id: "rendered-with-resource",
    section: "behavior",
    level: "stated",
    quote:
      "If `ui.resourceUri` is present and host supports MCP Apps, host renders tool results using the specified UI resource",
    mutations: ["rendered-resource"],
  },
  {
    id: "deprecated-key",
    section: "resource-discovery",
    level: "stated",
    quote:
      'The flat `_meta["ui/resourceUri"]` format is deprecated. … The deprecated format will be removed before GA.',
    mutations: ["deprecated-key"],
  },
  {
    id: "resource-exists",
    section: "behavior",
    level: "MUST",
    binds: "server",
    quote: "Resource MUST exist on the server",
    mutations: ["resource-exists"],
  },
  {
    id: "resource-read",
    section: "behavior",
    level: "MUST",
    quote: "Host MUST use `resources/read` to fetch the referenced resource URI",
    mutations: ["resource-read"],
  },
  {
    id: "resource-prefetched",
    section: "behavior",
    level: "MAY",
    quote: "Host MAY prefetch and cache UI resource content for performance optimization",
    mutations: ["resource-prefetched"],
  },
  {
    id: "resource-unlisted",
    section: "behavior",
    level: "MAY",
    binds: "server",
    quote: "Servers MAY omit UI-only resources from `resources/list`",
    mutations: ["resource-unlisted"],
  },
  {
    id: "visibility-default",
    section: "visibility",
    level: "stated",
    quote: '`visibility` defaults to `["model", "app"]` if omitted',
    mutations: ["visibility-default"],
  },
  {
    id: "tools-for-model",
    section: "visibility",
    level: "MUST NOT",
    quote:
      'Host MUST NOT include tools in the agent\'s tool list when their visibility does not include `"model"`',
    mutations: ["model-visibility"],
  },
  {
    id: "tools-for-apps",
    section: "visibility",
    level: "MUST",
    quote:
      'Host MUST reject `tools/call` requests from apps for tools that don\'t include `"app"` in visibility',
    mutations: ["tool-visibility"],
  },
  {
    id: "own-server-only",
    section: "visibility",
    level: "stated",
    quote: "Cross-server tool calls are always blocked for app-only tools",
    mutations: ["tool-listed"],
  },
] as const satisfies readonly ClauseEntry[];
