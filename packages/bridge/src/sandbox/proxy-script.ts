/** The text of `proxy.js`, which is the file to read; `inlined-scripts.test.ts` keeps them equal. */
export const PROXY_SCRIPT = `/**
 * The sandbox proxy: the page between host and View. It is our own code only; the View is in a frame of another
 * origin inside it. This one file is everything that runs here, and it runs as an inline classic script, byte for
 * byte (\`proxy-script.ts\` carries the text, and a test keeps the two equal).
 *
 * 1. It makes sure that the host's document is out of reach, and says \`sandbox-proxy-ready\` to the host's origin.
 * 2. The host says \`sandbox-resource-ready\` once, usually with a port; later messages between the two use the port.
 * 3. It creates the View's frame and relays: host → View unchanged; View → host only from that frame and origin,
 *    only JSON-RPC 2.0, only within bounds, never under a reserved name.
 * 4. When the View leaves its document or floods the host, relaying ends and the frame is removed.
 *
 * The server tells it through \`data-\` attributes: \`host\` (the only embedder), \`view\` (the View's origin, or "null"
 * for an opaque child), for an opaque child also \`digest\` and \`prefix\`, and \`failure\` if there is nothing to do.
 */

/**
 * @import { MessageBounds } from "../message-bounds.ts"
 * @import { DropReason, FromProxy, ResourceReady, ResourceReadyParams } from "../sandbox-protocol.ts"
 */
"use strict";

(() => {
  const page = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const hostOrigin = page["host"] ?? "";
  const viewOrigin = page["view"] ?? "";
  const opaque = viewOrigin === "null";

  /** @type {MessageBounds} */
  const DEFAULTS = { rate: 100, burst: 200, maxCharacters: 1024 * 1024, maxNodes: 20_000 };
  /** @type {MessageBounds} */
  const MAXIMA = { rate: 10_000, burst: 10_000, maxCharacters: 64 * 1024 * 1024, maxNodes: 1_000_000 };
  /** @type {Readonly<Record<DropReason, string>>} */
  const SENTENCES = {
    rate: "The View sent more messages than the host allows at a time.",
    size: "The message is larger than the host allows.",
    shape: "The message is not JSON-RPC 2.0.",
    reserved: "Methods that start with ui/notifications/sandbox- are reserved for the sandbox.",
  };
  /** A View that exceeds its burst this many times within a second is removed. */
  const FLOOD = 10;
  const RESERVED = "ui/notifications/sandbox-";

  /** @type {MessagePort | undefined} */
  let port;
  /** @type {HTMLIFrameElement | undefined} */
  let inner;
  let opened = false;
  /** A heartbeat waits for the View's guard to answer. */
  let beating = false;
  /** Messages dropped since the host was last told, why, and when to tell it again. */
  let dropped = 0;
  /** @type {Set<DropReason>} */
  const why = new Set();
  let tellAgainAt = 0;
  let bounds = DEFAULTS;
  let traffic = bucket(DEFAULTS.rate, DEFAULTS.burst);
  const answers = bucket(DEFAULTS.rate, DEFAULTS.burst);
  const reports = bucket(10, 10);

  if (page["failure"]) return fail(page["failure"]);
  if (topIsReachable())
    return fail("The sandbox proxy can reach the page that embeds it, so it shows no View.");

  // An opaque child inherits this document's address as its base URL, and the address has the ticket in it.
  if (opaque) history.replaceState(null, "", location.pathname);

  window.addEventListener("message", (event) => {
    if (event.source === null) return;
    if (event.source === window.parent && event.origin === hostOrigin) fromHost(event.data, event.ports[0]);
    else if (event.source === inner?.contentWindow && event.origin === viewOrigin) fromView(event.data);
  });
  // What the View's frame may load is this document's policy, so this document learns what was stopped.
  document.addEventListener("securitypolicyviolation", (event) => {
    reportViolation({ directive: event.effectiveDirective, blocked: event.blockedURI });
  });
  toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} });

  function topIsReachable() {
    try {
      return Boolean(window.top?.document);
    } catch {
      return false;
    }
  }

  /** @param {FromProxy} message */
  function toHost(message) {
    relay(message);
  }

  /** @param {unknown} message */
  function relay(message) {
    if (port) port.postMessage(message);
    else window.parent.postMessage(message, hostOrigin);
  }

  /**
   * Shows the reason in place of the View, if there is one already, and tells the host.
   *
   * @param {string} reason
   */
  function fail(reason) {
    inner = undefined;
    dropped = 0;
    document.body.textContent = reason;
    toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-failed", params: { reason } });
  }

  /**
   * @param {unknown} data
   * @param {MessagePort | undefined} transferred
   */
  function fromHost(data, transferred) {
    if (!isRecord(data)) return;
    if (data["method"] === "ui/notifications/sandbox-resource-ready") {
      // A second one would reload the View under the host's feet.
      if (opened) return;
      opened = true;
      port = transferred;
      port?.addEventListener("message", (event) => toView(event.data));
      port?.start();
      const { params } = /** @type {ResourceReady} */ (/** @type {unknown} */ (data));
      open(params).catch((error) => fail("The sandbox proxy could not show the View: " + error));
    } else if (!port) toView(data);
  }

  /** @param {ResourceReadyParams} params */
  async function open(params) {
    bounds = within(params.bounds ?? {});
    traffic = bucket(bounds.rate, bounds.burst);
    const frame = document.createElement("iframe");
    // Without allow-same-origin the child is opaque; with it, the View has its own origin, which is never this one.
    frame.setAttribute(
      "sandbox",
      opaque ? "allow-scripts allow-forms" : "allow-scripts allow-same-origin allow-forms",
    );
    frame.setAttribute("allow", params.allow ?? "");
    frame.referrerPolicy = "no-referrer";
    frame.title = params.title ?? "";
    if (opaque) {
      const html = params.html ?? "";
      // The ticket approved these bytes; other HTML would run under a policy that was approved for something else.
      if ((await sha256(html)) !== page["digest"])
        return fail("The HTML is not the template that was approved.");
      frame.srcdoc = page["prefix"] + html;
    } else {
      const url = params.url ?? "";
      if (!URL.canParse(url) || new URL(url).origin !== viewOrigin) {
        return fail("The View's address is not of the origin that this proxy was made for.");
      }
      frame.src = url;
    }
    let loads = 0;
    frame.addEventListener("load", () => {
      loads += 1;
      if (loads > 1) end();
    });
    inner = frame;
    document.body.append(frame);
  }

  /** The View reloaded, navigated or reopened its document: what is there now is not what was approved. */
  function end() {
    if (!inner) return;
    inner.remove();
    inner = undefined;
    toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-view-replaced", params: {} });
  }

  /** @param {unknown} message */
  function toView(message) {
    if (isRecord(message) && message["method"] === "ui/notifications/sandbox-heartbeat") beating = true;
    else if (isRecord(message) && isReserved(message["method"])) return;
    // No origin can be named for an opaque child; the window is the one that we made.
    inner?.contentWindow?.postMessage(message, opaque ? "*" : viewOrigin);
  }

  /** @param {unknown} data */
  function fromView(data) {
    // Once per heartbeat, whatever the rate: a View that talks much is not taken for one that hangs.
    if (beating && isRecord(data) && data["method"] === "ui/notifications/sandbox-view-alive") {
      beating = false;
      return toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-view-alive", params: {} });
    }
    // The rate comes first: it is cheap, and no flood may buy walks through large messages, or pass for reports.
    if (!traffic()) return drop("rate", data);
    if (isRecord(data)) {
      const { method, params } = data;
      if (method === "ui/notifications/sandbox-view-violation") return reportViolation(params);
      if (method === "ui/notifications/sandbox-view-error") return reportError(params);
      // Said by what the sandbox serves at a spent address: the View came back before its first \`load\`.
      if (method === "ui/notifications/sandbox-view-replaced") return end();
    }
    const problem = problemWith(data);
    if (problem) return drop(problem, data);
    try {
      relay(data);
    } catch {
      // Nested too deeply to be copied once more.
      drop("size", data);
    }
  }

  /** @param {unknown} params */
  function reportViolation(params) {
    if (!isRecord(params) || !reports()) return;
    const { directive, blocked, source, line } = params;
    toHost({
      jsonrpc: "2.0",
      method: "ui/notifications/sandbox-view-violation",
      params: {
        directive: text(directive, 64),
        blocked: text(blocked, 512),
        source: text(source, 512),
        line: int(line),
      },
    });
  }

  /** @param {unknown} params */
  function reportError(params) {
    if (!isRecord(params) || !reports()) return;
    const { message, source, line } = params;
    toHost({
      jsonrpc: "2.0",
      method: "ui/notifications/sandbox-view-error",
      params: { message: text(message, 512), source: text(source, 512), line: int(line) },
    });
  }

  /**
   * Counts what was dropped, tells the host once a second, and answers a dropped request, which would hang in the
   * View otherwise. Answering is no request of our own (spec, "Sandbox proxy" 7), and bounded like the traffic.
   *
   * @param {DropReason} reason
   * @param {unknown} data
   */
  function drop(reason, data) {
    dropped += 1;
    why.add(reason);
    // All proxies share this thread: one View's flood is the others' delay, so there is an end to patience.
    if (dropped > FLOOD * bounds.burst)
      return fail("The View was removed because it flooded the host with messages.");
    // Not by timer alone: timers wait while a flood of messages keeps the queue full.
    if (performance.now() >= tellAgainAt) tellDropped();
    else if (dropped === 1) setTimeout(tellDropped, tellAgainAt - performance.now());
    if (!isRecord(data) || typeof data["method"] !== "string" || !isId(data["id"]) || !answers()) return;
    const message = SENTENCES[reason];
    toView({ jsonrpc: "2.0", id: data["id"], error: { code: -32000, message, data: { reason: message } } });
  }

  function tellDropped() {
    if (dropped === 0) return;
    tellAgainAt = performance.now() + 1000;
    const params = { count: dropped, why: [...why] };
    dropped = 0;
    why.clear();
    toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-dropped", params });
  }

  /**
   * @param {unknown} data
   * @returns {DropReason | undefined}
   */
  function problemWith(data) {
    if (!isRecord(data) || data["jsonrpc"] !== "2.0") return "shape";
    const { id, method, params } = data;
    if (isReserved(method)) return "reserved";
    const call =
      typeof method === "string" && method.length <= 128 && (params === undefined || isRecord(params));
    const answer = method === undefined && "result" in data !== "error" in data;
    if (id === undefined ? !call : !isId(id) || !(call || answer)) return "shape";
    return outOfBounds(data);
  }

  /**
   * Walks the message without recursion and without allocating more than the bounds. Only what JSON can say passes:
   * a buffer, a blob or a map is carried by \`postMessage\` but counted by nobody.
   *
   * @param {unknown} data
   * @returns {DropReason | undefined}
   */
  function outOfBounds(data) {
    let nodes = 0;
    let characters = 0;
    const pending = [data];
    while (pending.length > 0) {
      const value = pending.pop();
      nodes += 1;
      if (typeof value === "string") characters += value.length;
      else if (typeof value === "bigint") return "shape";
      else if (Array.isArray(value)) {
        // Before anything else: an array may be sparse and claim any length.
        if (value.length + pending.length + nodes > bounds.maxNodes) return "size";
        // It may also carry names beside its places, which its items would not show. Places come first.
        const places = Object.keys(value);
        if (places.length !== value.length || (places.at(-1) ?? "-1") !== String(value.length - 1))
          return "shape";
        for (const item of value) pending.push(item);
      } else if (typeof value === "object" && value !== null) {
        if (Object.getPrototypeOf(value) !== Object.prototype) return "shape";
        for (const key of Object.keys(value)) {
          characters += key.length;
          pending.push(/** @type {Record<string, unknown>} */ (value)[key]);
          if (pending.length + nodes > bounds.maxNodes) return "size";
        }
      }
      if (characters > bounds.maxCharacters) return "size";
    }
    return undefined;
  }

  /**
   * A token bucket: answers whether there was a token left.
   *
   * @param {number} rate
   * @param {number} burst
   */
  function bucket(rate, burst) {
    let tokens = burst;
    let last = performance.now();
    return () => {
      const now = performance.now();
      tokens = Math.min(burst, tokens + ((now - last) / 1000) * rate);
      last = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    };
  }

  /**
   * @param {Partial<MessageBounds>} wanted
   * @returns {MessageBounds}
   */
  function within(wanted) {
    /** @param {keyof MessageBounds} name */
    const bound = (name) => Math.max(1, Math.min(MAXIMA[name], wanted[name] ?? DEFAULTS[name]));
    return {
      rate: bound("rate"),
      burst: bound("burst"),
      maxCharacters: bound("maxCharacters"),
      maxNodes: bound("maxNodes"),
    };
  }

  /** @param {string} html */
  async function sha256(html) {
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(html));
    return (
      "sha256:" + Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")
    );
  }

  /**
   * @param {unknown} value
   * @returns {value is Readonly<Record<string, unknown>>}
   */
  function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  /** @param {unknown} id */
  function isId(id) {
    return typeof id === "string" ? id.length <= 128 : Number.isFinite(id);
  }

  /** @param {unknown} method */
  function isReserved(method) {
    return typeof method === "string" && method.startsWith(RESERVED);
  }

  /**
   * @param {unknown} value
   * @param {number} length
   */
  function text(value, length) {
    return typeof value === "string" ? value.slice(0, length) : "";
  }

  /** @param {unknown} value */
  function int(value) {
    return typeof value === "number" && Number.isSafeInteger(value) ? value : 0;
  }
})();
`;
