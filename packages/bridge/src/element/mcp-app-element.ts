import type { CallToolResult } from "@modelcontextprotocol/client";
import { VitrineError } from "../errors.ts";
import type { Server } from "../server.ts";
import type { View } from "../view.ts";
import type { ViewState } from "../view-state.ts";

/** On a server there are no elements: the module can be imported there, and the element appears in the browser. */
const ElementOrNone = globalThis.HTMLElement ?? Object;

/**
 * `<mcp-app tool="show_basket" arguments='{"basket_id":"b1"}'>`: a tool's View as an element, in light DOM.
 * Set the `server` property; the View opens when element, server and tool are there, and closes when the
 * element is removed. Another `tool` or `server` opens another View. Each state is told as a `state` event.
 */
export class McpAppElement extends ElementOrNone {
  /** @internal */
  static readonly observedAttributes = ["tool"];

  #server: Server | undefined;
  #view: View | undefined;
  #scheduled = false;

  /** The agent already called the tool: no call is made. Read when the View opens. */
  result: CallToolResult | Promise<CallToolResult> | undefined;

  /** The server that has the tool; nothing opens before it is set. */
  get server(): Server | undefined {
    return this.#server;
  }

  /** Another server, or none, closes the View of the one before. */
  set server(server: Server | undefined) {
    this.#server = server;
    this.#reopen();
  }

  /** The running View, for its methods. */
  get view(): View | undefined {
    return this.#view;
  }

  /** @internal */
  connectedCallback(): void {
    this.#reopen();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#reopen();
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.#reopen();
  }

  /** Changes made in one turn count together: setting server and tool opens one View. */
  #reopen(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.#view?.close("The element was changed or removed.");
      this.#view = undefined;
      const tool = this.getAttribute("tool");
      if (this.isConnected && this.#server !== undefined && tool !== null) this.#open(this.#server, tool);
    });
  }

  #open(server: Server, tool: string): void {
    const view = server.openView(this, {
      tool,
      arguments: parseArguments(this.getAttribute("arguments")),
      ...(this.result && { result: this.result }),
    });
    this.#view = view;
    const tell = (): void => {
      this.dispatchEvent(new CustomEvent<ViewState>("state", { detail: view.get() }));
    };
    view.subscribe(tell);
    tell();
  }
}

function parseArguments(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null || text.trim() === "") return {};
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new VitrineError(
      "invalid-argument",
      `The "arguments" attribute of <mcp-app> is not JSON: ${text}`,
      { cause },
    );
  }
}
