import { reasonOf, VitrineError } from "../errors.ts";
import type { Server } from "../server.ts";
import type { OpenViewOptions, View } from "../view.ts";
import type { ViewState } from "../view-state.ts";

/** On a server there are no elements: the module can be imported there, and the element appears in the browser. */
const ElementOrNone = globalThis.HTMLElement ?? Object;

/** What frameworks may set before this module is loaded, and the element is one. */
const PROPERTIES = ["server", "tool", "arguments", "result", "actor"] as const;

/**
 * `<mcp-app tool="show_basket" arguments='{"basket_id":"b1"}'>`: a tool's View as an element, in light DOM.
 *
 * The View opens when element, `server` and `tool` are there, in whatever order they come. Another `server` or `tool`
 * opens another View; `arguments`, `result` and `actor` are read when one opens. Moving the element with `moveBefore`
 * keeps the View, and so do frameworks that re-order their lists. Removing it closes the View, which is then already
 * gone and cannot wind down: await {@link McpAppElement.close} before, where that matters.
 *
 * Each state of the View is told as a `state` event, with the {@link ViewState} as `detail`. What cannot be opened,
 * because the server has no such tool or the arguments are no JSON, is said in the View's place and as an `error` event.
 */
export class McpAppElement extends ElementOrNone {
  /** @internal */
  static readonly observedAttributes = ["tool"];

  #server: Server | undefined;
  #arguments: OpenViewOptions["arguments"];
  #opened: { readonly server: Server; readonly tool: string; readonly view: View } | undefined;
  #problem: HTMLElement | undefined;
  #scheduled = false;
  /** It was taken out of the page, so its frames were unloaded. */
  #left = false;
  #result: OpenViewOptions["result"];
  #actor: OpenViewOptions["actor"];

  /** The server that has the tool; nothing opens before it is set. */
  get server(): Server | undefined {
    return this.#server;
  }

  /** Another server, or none, closes the View of the one before. */
  set server(server: Server | undefined) {
    this.#server = server;
    this.#reopen();
  }

  /** The name of the tool; the attribute of the same name. */
  get tool(): string | undefined {
    return this.getAttribute("tool") ?? undefined;
  }

  /** Another tool, or none, closes the View of the one before. */
  set tool(tool: string | undefined) {
    if (tool === undefined) this.removeAttribute("tool");
    else this.setAttribute("tool", tool);
  }

  /** The complete tool input, or a promise of it. Default: the attribute of the same name, as JSON; without it `{}`. */
  get arguments(): OpenViewOptions["arguments"] {
    return this.#arguments;
  }

  /** Read when a View opens. */
  set arguments(input: OpenViewOptions["arguments"]) {
    this.#arguments = input;
  }

  /** The agent already called the tool: no call is made. */
  get result(): OpenViewOptions["result"] {
    return this.#result;
  }

  /** Read when a View opens. */
  set result(result: OpenViewOptions["result"]) {
    this.#result = result;
  }

  /** Who wants the call. Default: `embedder`. */
  get actor(): OpenViewOptions["actor"] {
    return this.#actor;
  }

  /** Read when a View opens. */
  set actor(actor: OpenViewOptions["actor"]) {
    this.#actor = actor;
  }

  /** The View, for its methods; `undefined` before one opens. */
  get view(): View | undefined {
    return this.#opened?.view;
  }

  /**
   * Closes the View: tells it, waits a bounded time, removes the frame. The element stays empty until `server` or
   * `tool` is set again. Without a View nothing happens.
   */
  async close(reason?: string): Promise<void> {
    await this.#opened?.view.close(reason);
  }

  /** @internal */
  connectedCallback(): void {
    for (const name of PROPERTIES) {
      // Set before the element was one of this class, it hides the accessor.
      const set = Object.getOwnPropertyDescriptor(this, name);
      if (set === undefined) continue;
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, set.value);
    }
    this.#reopen();
  }

  /** @internal Without this, `moveBefore` counts as removed and added. */
  connectedMoveCallback(): void {}

  /** @internal */
  disconnectedCallback(): void {
    this.#left = true;
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
      const { tool, server } = this;
      const before = this.#opened;
      const same = before?.server === server && before?.tool === tool;
      if (same && !this.#left && before?.view.get().phase !== "closed") return;
      this.#left = false;
      this.#opened = undefined;
      this.#problem?.remove();
      void before?.view.close("The element was changed or removed.");
      if (this.isConnected && server !== undefined && tool !== undefined) this.#open(server, tool);
    });
  }

  #open(server: Server, tool: string): void {
    try {
      const view = server.openView(this, {
        tool,
        arguments: this.#arguments ?? parseArguments(this.getAttribute("arguments")),
        ...(this.#result && { result: this.#result }),
        ...(this.#actor && { actor: this.#actor }),
      });
      this.#opened = { server, tool, view };
      const tell = (): void => {
        // What becomes of the one before is no news of this one.
        if (this.#opened?.view !== view) return;
        this.dispatchEvent(new CustomEvent<ViewState>("state", { detail: view.get() }));
      };
      view.subscribe(tell);
      tell();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    const message = reasonOf(error);
    this.#problem = this.ownerDocument.createElement("p");
    this.#problem.className = "vitrine-reason";
    this.#problem.setAttribute("role", "alert");
    this.#problem.dataset["reason"] = "";
    this.#problem.textContent = message;
    this.append(this.#problem);
    this.dispatchEvent(new ErrorEvent("error", { error, message }));
  }
}

function parseArguments(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null || text.trim() === "") return {};
  const value = parseJson(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new VitrineError(
    "invalid-argument",
    `The attribute "arguments" of <mcp-app> must be a JSON object such as {"basket_id":"b1"}, not: ${text}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
