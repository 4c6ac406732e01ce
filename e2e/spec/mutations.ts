import type { Guard } from "../unguarded/rewrite.ts";
import { lifeMutations } from "./mutations/life.ts";
import { sandboxMutations } from "./mutations/sandbox.ts";
import { trustMutations } from "./mutations/trust.ts";

const CORE = "packages/bridge/src";
const PAGE = "apps/host/src";

/** What finds UI resources and reads them, and who may call which tool. */
const resources = [
  {
    name: "extension-announced",
    file: `${CORE}/mcp-client.ts`,
    guard: '"io.modelcontextprotocol/ui"',
    without: '"example.com/ui"',
  },
  {
    name: "mime-types-announced",
    file: `${CORE}/mcp-client.ts`,
    guard: "[TEMPLATE_MIME_TYPE]",
    without: '["text/html"]',
  },
  {
    name: "resource-scheme",
    file: `${CORE}/server-tool.ts`,
    guard: "!/^ui:\\/\\/./.test(value) || !URL.canParse(value)",
    without: "false",
  },
  {
    name: "resource-mime-type",
    file: `${CORE}/read-template.ts`,
    guard: 'essence.trim() !== "text/html" || found.get("profile") !== "mcp-app"',
    without: "false",
  },
  {
    name: "resource-blob",
    file: `${CORE}/template-html.ts`,
    guard: "decodeBase64(blob)",
    without: "undefined",
  },
  {
    name: "dedicated-domain",
    file: `${CORE}/sandbox/store.ts`,
    guard: "facts.domain === undefined",
    without: "true",
  },
  {
    name: "prefers-border",
    file: `${CORE}/view-frame.ts`,
    guard: "prefersBorder === true",
    without: "false",
  },
  {
    name: "rendered-resource",
    file: `${CORE}/server.ts`,
    guard: "tool.templateUri",
    without: "tools.get().find(({ templateUri }) => templateUri !== undefined).templateUri",
  },
  {
    name: "deprecated-key",
    file: `${CORE}/server-tool.ts`,
    guard: 'ui["resourceUri"] ?? meta["ui/resourceUri"]',
    without: 'ui["resourceUri"]',
  },
  {
    name: "resource-exists",
    file: `${CORE}/read-template.ts`,
    guard:
      'if (only === undefined) throw invalid(uri, "came back empty; resources/read must return its HTML in contents[0]");',
    without: 'if (only === undefined) return { uri, mimeType: TEMPLATE_MIME_TYPE, text: "<p></p>" };',
  },
  {
    name: "resource-read",
    file: `${CORE}/mcp-connection.ts`,
    guard: '{ method: "resources/read", params }',
    without: '{ method: "resources/read", params: { ...params, uri: `${uri}?all` } }',
  },
  {
    name: "resource-prefetched",
    file: `${CORE}/server.ts`,
    guard: "void templates.prefetch(listed.tools);",
    without: "",
  },
  {
    name: "resource-unlisted",
    file: `${CORE}/template-source.ts`,
    guard: "connection.readResource(uri, { signal })",
    without:
      "list(signal).then((known) => known.has(uri) ? connection.readResource(uri, { signal }) : { contents: [] })",
  },
  {
    name: "visibility-default",
    file: `${CORE}/server-tool.ts`,
    guard: "if (value === undefined || value === null) return EVERYBODY;",
    without: "if (value === undefined || value === null) return [];",
  },
  {
    name: "model-visibility",
    file: `${CORE}/server-tool.ts`,
    guard: 'tool.visibility.includes("model")',
    without: "true",
  },
] as const satisfies readonly Guard[];

/** What tells a View of its surroundings, and keeps its place on the page. */
const context = [
  {
    name: "host-context",
    file: `${CORE}/view.ts`,
    guard: "told = currentContext();",
    without: "told = {};",
  },
  {
    name: "tool-info",
    file: `${CORE}/host-context.ts`,
    guard: "{ tool: options.tool.definition }",
    without: "undefined",
  },
  {
    name: "host-capabilities",
    file: `${CORE}/host.ts`,
    guard: "capabilitiesOf(options)",
    without: "{}",
  },
  {
    name: "sandbox-capabilities",
    file: `${CORE}/view.ts`,
    guard: "approved(template)",
    without: "{}",
  },
  {
    name: "fixed-dimensions",
    file: `${CORE}/host-context.ts`,
    guard: 'return mode === "inline" ? { width, maxHeight: MAX_INLINE_HEIGHT_PX } : { width, height };',
    without: "return { maxWidth: width, maxHeight: MAX_INLINE_HEIGHT_PX };",
  },
  {
    name: "size-changed",
    file: `${CORE}/view.ts`,
    guard: 'if (state.get().displayMode === "inline") sizes.report(size);',
    without: "",
  },
  {
    name: "modes-declared",
    file: `${CORE}/host-context.ts`,
    guard: "[...HOST_DISPLAY_MODES]",
    without: "undefined",
  },
  {
    name: "mode-notified",
    file: `${CORE}/view.ts`,
    guard: "viewContext({ tool, displayMode: state.get().displayMode, size: frame.size() })",
    without: 'viewContext({ tool, displayMode: "inline", size: frame.size() })',
  },
  {
    name: "mode-declared-by-view",
    file: `${CORE}/view.ts`,
    guard: "!displayModes.includes(mode)",
    without: "false",
  },
  {
    name: "mode-answered",
    file: `${CORE}/server-actions.ts`,
    guard: "({ mode: view.setDisplayMode(request.mode) })",
    without: "(view.setDisplayMode(request.mode), { mode: request.mode })",
  },
  {
    name: "light-dark",
    file: `${PAGE}/app/host-context.ts`,
    guard: "`light-dark(${light}, ${dark})`",
    without: "light",
  },
  {
    name: "context-changed",
    file: `${CORE}/view.ts`,
    guard: "if (change !== undefined) protocol.sendContext(change);",
    without: "",
  },
  {
    name: "context-partial",
    file: `${CORE}/host-context.ts`,
    guard: "JSON.stringify(value) !== JSON.stringify(previous[field])",
    without: "true",
  },
] as const satisfies readonly Guard[];

/** What carries input and outcome of the tool call to the View. */
const toolData = [
  {
    name: "tool-input",
    file: `${CORE}/view-protocol.ts`,
    guard: 'notify("ui/notifications/tool-input", { arguments: input })',
    without: "undefined",
  },
  {
    name: "input-before-result",
    file: `${CORE}/view-protocol.ts`,
    guard: 'ending?.method === "ui/notifications/tool-result" && input === undefined',
    without: "false",
  },
  {
    name: "input-at-once",
    file: `${CORE}/view.ts`,
    guard: "protocol.sendInput(input);",
    without: "setTimeout(() => protocol.sendInput(input), 500);",
  },
  {
    name: "partial-input",
    file: `${CORE}/view-protocol.ts`,
    guard: 'notify("ui/notifications/tool-input-partial", { arguments: next })',
    without: "undefined",
  },
  {
    name: "partial-stops",
    file: `${CORE}/view-protocol.ts`,
    guard: "input !== undefined || ending !== undefined",
    without: "false",
  },
  {
    name: "tool-result",
    file: `${CORE}/view.ts`,
    guard: "protocol.sendResult(result);",
    without: "",
  },
  {
    name: "tool-result-whole",
    file: `${CORE}/view-protocol.ts`,
    guard: '{ method: "ui/notifications/tool-result", params: result }',
    without: '{ method: "ui/notifications/tool-result", params: { content: result.content } }',
  },
  {
    name: "tool-cancelled",
    file: `${CORE}/view-protocol.ts`,
    guard: 'end({ method: "ui/notifications/tool-cancelled", params: { reason } });',
    without: "",
  },
] as const satisfies readonly Guard[];

/** What hands a View's words over to the conversation. */
const conversation = [
  {
    name: "message-role",
    file: `${CORE}/view-request.ts`,
    guard: 'params["role"] !== "user"',
    without: "false",
  },
  {
    name: "refused-code",
    file: `${CORE}/view-protocol.ts`,
    guard: "{ code: RPC_ERROR.refused, message: reason, data: { reason } }",
    without: "{ code: RPC_ERROR.internal, message: reason }",
  },
  {
    name: "model-context-delivered",
    file: `${CORE}/server-actions.ts`,
    guard: "await deliver(view, request);",
    without: "",
  },
  {
    name: "model-context-deduped",
    file: `${CORE}/server-actions.ts`,
    guard: "told.get(view) === context",
    without: "false",
  },
  {
    name: "model-context-overwritten",
    file: `${PAGE}/conversation/conversation-store.ts`,
    guard: "{ ...others, [context.view.id]: context }",
    without: "{ ...others, [context.view.id]: contexts[context.view.id] ?? context }",
  },
] as const satisfies readonly Guard[];

/** Every line that a clause's test is shown to fail without, and that is no guard of the hostile suite. */
export const mutations = [
  ...resources,
  ...context,
  ...toolData,
  ...conversation,
  ...sandboxMutations,
  ...lifeMutations,
  ...trustMutations,
] as const satisfies readonly Guard[];
