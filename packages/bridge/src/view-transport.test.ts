// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import type { RpcMessage } from "./json-rpc.ts";
import { SANDBOX } from "./sandbox-protocol.ts";
import type { ViewPlacement } from "./view-placement.ts";
import { messageBounds, resolveViewLimits } from "./view-limits.ts";
import { openViewTransport, type ViewTransport } from "./view-transport.ts";

const PLACEMENT: ViewPlacement = {
  page: new URL("http://proxy.localhost:5181/"),
  origin: "http://view.server.localhost:5181",
  resource: {},
  port: false,
  referrer: "origin",
};

interface Wire {
  readonly transport: ViewTransport;
  readonly heard: unknown[];
  /** The browser loads the frame. */
  load(): void;
  /** A message as the proxy's window sends it, and the same from elsewhere. */
  say(data: unknown, from?: { readonly origin?: string; readonly source?: Window }): void;
}

function wire(placement: ViewPlacement = PLACEMENT): Wire {
  const proxy = { postMessage: () => {} };
  const frame = Object.assign(new EventTarget(), { contentWindow: proxy, ownerDocument: document });
  const heard: unknown[] = [];
  const transport = openViewTransport(
    frame as unknown as HTMLIFrameElement,
    placement,
    messageBounds(resolveViewLimits()),
    {
      onMessage: (message) => heard.push(message),
      onExcess: (message) => heard.push(message),
      onProxy: (message) => heard.push(message),
      onReload: () => heard.push("reload"),
    },
  );
  return {
    transport,
    heard,
    load: () => void frame.dispatchEvent(new Event("load")),
    say(data, { origin = PLACEMENT.page.origin, source = proxy as unknown as Window } = {}) {
      window.dispatchEvent(new MessageEvent("message", { data, origin, source } as MessageEventInit));
    },
  };
}

const PING: RpcMessage = { jsonrpc: "2.0", id: 1, method: "ping" };

describe("The wire to a View", () => {
  test("is dead in the turn that closes it: the same message is heard before and not after", () => {
    const { transport, heard, say } = wire();
    say(PING);
    expect(heard).toEqual([PING]);
    transport.close();
    say(PING);
    expect(heard).toEqual([PING]);
    transport.close();
  });

  test("hears the proxy's window and origin, not the same words from another window or origin", () => {
    const { heard, say } = wire();
    say(PING, { source: window });
    say(PING, { origin: "http://evil.example" });
    say(PING, { origin: "null" });
    expect(heard).toEqual([]);
    say(PING);
    expect(heard).toEqual([PING]);
  });

  test("tells of a proxy page that is loaded again, and ignores a foreign proxy that repeats itself", () => {
    const ready = { jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} };
    const ours = wire({ ...PLACEMENT, port: true });
    ours.say(ready);
    expect(ours.heard).toEqual([]);
    ours.say(ready);
    expect(ours.heard).toEqual(["reload"]);
    ours.transport.close();

    const foreign = wire();
    foreign.say(ready);
    foreign.say(ready);
    expect(foreign.heard).toEqual([]);
  });

  test("tells of a frame that is loaded again though its page has nothing to say, not of a foreign proxy's", () => {
    const ours = wire({ ...PLACEMENT, port: true });
    ours.load();
    expect(ours.heard).toEqual([]);
    ours.load();
    expect(ours.heard).toEqual(["reload"]);
    ours.transport.close();
    ours.load();
    expect(ours.heard).toEqual(["reload"]);

    const foreign = wire();
    foreign.load();
    foreign.load();
    expect(foreign.heard).toEqual([]);
  });

  test("tells at once when this page's own policy keeps the proxy's page out, and ignores what it only reports", () => {
    const { heard } = wire();
    const violation = (fields: object): void => {
      const blocked = { effectiveDirective: "frame-src", blockedURI: PLACEMENT.page.origin, ...fields };
      document.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), blocked));
    };
    violation({ disposition: "report" });
    violation({ disposition: "enforce", blockedURI: "https://elsewhere.example" });
    expect(heard).toEqual([]);
    violation({ disposition: "enforce" });
    const reason =
      "This page's Content-Security-Policy stopped the sandbox: add http://proxy.localhost:5181 to its frame-src.";
    expect(heard).toEqual([{ jsonrpc: "2.0", method: SANDBOX.proxyFailed, params: { reason } }]);
  });
});
