import { live } from "./life.ts";
import type { HostTold, Listeners, Speaker } from "./speaker.ts";

/* Written against the text of the specification, without an SDK. */

type Params = Readonly<Record<string, unknown>>;
interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

const waiting = new Map<Message["id"], Waiting>();
let next = 0;

function post(message: Message): void {
  parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
}

function request(method: string, params: Params): Promise<unknown> {
  next += 1;
  const id = next;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post({ id, method, params });
  });
}

async function hear(
  { id, method, params = {}, result, error }: Message,
  listeners: Listeners,
): Promise<void> {
  switch (method) {
    case undefined:
      if (error === undefined) waiting.get(id)?.resolve(result);
      else waiting.get(id)?.reject(new Error(error.message));
      waiting.delete(id);
      return;
    case "ui/notifications/tool-input-partial":
      return listeners.onInputPartial(params["arguments"]);
    case "ui/notifications/tool-input":
      return listeners.onInput(params["arguments"]);
    case "ui/notifications/tool-result":
      return listeners.onResult(textOf(params));
    case "ui/notifications/tool-cancelled":
      return listeners.onCancelled(params["reason"] as string | undefined);
    case "ui/notifications/host-context-changed":
      return listeners.onContext(params);
    case "ui/resource-teardown":
      await listeners.onTeardown();
      return post({ ...(id !== undefined && { id }), result: {} });
    default:
      if (id !== undefined) post({ id, error: { message: `There is no ${method} here.` } });
  }
}

function textOf(result: unknown): string {
  const { content } = result as { readonly content: readonly { readonly text: string }[] };
  return content[0]?.text ?? "";
}

const byHand: Speaker = {
  async connect(listeners) {
    addEventListener("message", ({ source, data }: MessageEvent<Message>) => {
      if (source === parent) void hear(data, listeners);
    });
    const initialized = await request("ui/initialize", {
      appInfo: { name: "by-hand", version: "1.0.0" },
      appCapabilities: { availableDisplayModes: ["inline", "fullscreen"] },
      protocolVersion: "2026-01-26",
    });
    post({ method: "ui/notifications/initialized", params: {} });
    new ResizeObserver(() => {
      const { width, height } = document.documentElement.getBoundingClientRect();
      post({
        method: "ui/notifications/size-changed",
        params: { width: Math.ceil(width), height: Math.ceil(height) },
      });
    }).observe(document.documentElement);
    return (initialized as { readonly hostContext: HostTold }).hostContext;
  },
  callTool: async (name, args) => textOf(await request("tools/call", { name, arguments: args })),
  async sendMessage(text) {
    await request("ui/message", { role: "user", content: { type: "text", text } });
  },
  async updateModelContext(text) {
    await request("ui/update-model-context", { content: [{ type: "text", text }] });
  },
  async openLink(url) {
    await request("ui/open-link", { url });
  },
  async requestDisplayMode(mode) {
    return ((await request("ui/request-display-mode", { mode })) as { readonly mode: string }).mode;
  },
  async log(text) {
    post({ method: "notifications/message", params: { level: "info", data: text } });
  },
};

void live(byHand);
