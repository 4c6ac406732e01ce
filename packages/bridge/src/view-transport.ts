import { isRecord, type RpcMessage } from "./json-rpc.ts";
import { createMessageGuard, type MessageBounds } from "./message-bounds.ts";
import { SANDBOX, type FromProxy } from "./sandbox-protocol.ts";
import type { ViewPlacement } from "./view-placement.ts";

/** What comes out of a View's frame: the View's own messages, or what the proxy has to say. */
export interface ViewTransportHandlers {
  /** A message of the View, within bounds; nothing else about it is known. */
  readonly onMessage: (value: unknown) => void;
  /** A message that was not let in. */
  readonly onExcess: (value: unknown, reason: string) => void;
  /** A notification of the proxy itself, or in place of one that this page's own policy keeps from loading. */
  readonly onProxy: (notification: FromProxy) => void;
  /** The browser loaded the frame of our proxy a second time: the View that ran in it is gone. */
  readonly onReload: () => void;
}

/** The wire between the host and one View. */
export interface ViewTransport {
  send(message: RpcMessage): void;
  /** Asks the guard script in the View's process for a sign of life; `SANDBOX.viewAlive` is the answer. */
  beat(): void;
  /** Stops listening at once. A second call does nothing. */
  close(): void;
}

const EXCESS = {
  size: "The message is too large for this host.",
  rate: "The View sends more than this host takes; try again more slowly.",
} as const;

/**
 * Opens the wire to the proxy in `frame`. The proxy says that it is ready, once; it is told what to load and gets a
 * `MessagePort` that is this View's alone: whoever holds the other end is the View, whatever a message says.
 * A foreign proxy takes no port; its messages are told by window and origin.
 *
 * Listens before the frame can have loaded, so the first word is not missed (call it in the turn that set `src`).
 */
export function openViewTransport(
  frame: HTMLIFrameElement,
  placement: ViewPlacement,
  bounds: MessageBounds,
  { onMessage, onExcess, onProxy, onReload }: ViewTransportHandlers,
): ViewTransport {
  const proxyOrigin = placement.page.origin;
  const listening = new AbortController();
  const guard = createMessageGuard(bounds);
  let port: MessagePort | undefined;
  let loaded = false;

  const take = (value: unknown): void => {
    const notification = fromProxy(value);
    if (notification !== undefined) {
      onProxy(notification);
      return;
    }
    const excess = guard(value);
    if (excess === undefined) onMessage(value);
    else onExcess(value, EXCESS[excess]);
  };

  const load = (): void => {
    const message = { jsonrpc: "2.0", method: SANDBOX.resourceReady, params: placement.resource };
    if (!placement.port) {
      frame.contentWindow?.postMessage(message, proxyOrigin);
      return;
    }
    const channel = new MessageChannel();
    port = channel.port1;
    port.addEventListener("message", ({ data }: MessageEvent<unknown>) => take(data), {
      signal: listening.signal,
    });
    port.start();
    frame.contentWindow?.postMessage(message, proxyOrigin, [channel.port2]);
  };

  frame.ownerDocument.defaultView?.addEventListener(
    "message",
    (event: MessageEvent<unknown>) => {
      if (event.source !== frame.contentWindow || event.origin !== proxyOrigin) return;
      const isReady = isRecord(event.data) && event.data["method"] === SANDBOX.proxyReady;
      // Ready counts once: a View behind a careless proxy could repeat it to reload itself without end.
      if (isReady && !loaded) {
        loaded = true;
        load();
      } else if (isReady && placement.port) {
        onReload();
      } else if (!isReady && port === undefined) {
        take(event.data);
      }
    },
    { signal: listening.signal },
  );

  // A page whose ticket is spent does not say that it is ready again: the opaque View's.
  let frameLoaded = false;
  frame.addEventListener(
    "load",
    () => {
      if (frameLoaded && placement.port) onReload();
      frameLoaded = true;
    },
    { signal: listening.signal },
  );

  // A frame that the page's policy stops stays empty, and fires nothing but this.
  frame.ownerDocument.addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI, disposition }) => {
      const isOurs = effectiveDirective === "frame-src" && blockedURI.startsWith(proxyOrigin);
      if (loaded || !isOurs || disposition !== "enforce") return;
      const reason = `This page's Content-Security-Policy stopped the sandbox: add ${proxyOrigin} to its frame-src.`;
      onProxy({ jsonrpc: "2.0", method: SANDBOX.proxyFailed, params: { reason } });
    },
    { signal: listening.signal },
  );

  const post = (message: RpcMessage): void => {
    if (listening.signal.aborted) return;
    if (port !== undefined) port.postMessage(message);
    else frame.contentWindow?.postMessage(message, proxyOrigin);
  };

  return {
    send: post,
    beat: () => post({ jsonrpc: "2.0", method: SANDBOX.heartbeat, params: {} }),
    close() {
      listening.abort();
      port?.close();
    },
  };
}

/** Our proxy drops these from a View, so over its port they are the proxy's word. */
function fromProxy(value: unknown): FromProxy | undefined {
  if (!isRecord(value) || !isRecord(value["params"])) return undefined;
  switch (value["method"]) {
    case SANDBOX.proxyFailed:
    case SANDBOX.dropped:
    case SANDBOX.viewReplaced:
    case SANDBOX.viewViolation:
    case SANDBOX.viewError:
    case SANDBOX.viewAlive:
      return value as unknown as FromProxy;
    default:
      return undefined;
  }
}
