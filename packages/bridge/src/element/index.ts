import { McpAppElement } from "./mcp-app-element.ts";

export { McpAppElement };

if (customElements.get("mcp-app") === undefined) customElements.define("mcp-app", McpAppElement);
