/**
 * `<mcp-app>`, a View as a custom element; importing this registers it.
 * @module
 */
import { McpAppElement } from "./mcp-app-element.ts";

export { McpAppElement };

declare global {
  interface HTMLElementTagNameMap {
    "mcp-app": McpAppElement;
  }
}

if (globalThis.customElements?.get("mcp-app") === undefined) {
  globalThis.customElements?.define("mcp-app", McpAppElement);
}
