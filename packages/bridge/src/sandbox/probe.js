/**
 * Finds out what this browser does with the headers that hold a View. It runs where the real ones run: in a page of
 * the sandbox proxy, and for served Views in a page at a View's origin inside it. Nothing of a server is in either.
 *
 * The page tells its parent once what it saw. The server tells it through `data-` attributes: `parent` (the only
 * embedder), `site` (the request's Sec-Fetch-Site), `view` (the address of the page at a View's origin, on the
 * proxy's page only) and `limited` (whether this page has the headers of a View).
 */

/** @import { ProbeFacts, Probed } from "../enforcement.ts" */
"use strict";

void (async () => {
  const page = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const { parent = "", site = "", view, limited } = page;
  const INNER_MS = 3000;
  const STOPPED_MS = 1000;

  /** @type {ProbeFacts} */
  const facts = {
    site,
    fullscreen: document.fullscreenEnabled,
    ...(typeof window.originAgentCluster === "boolean" && { originAgentCluster: window.originAgentCluster }),
    ...(limited ? { reached: await reached(), webrtc: typeof RTCPeerConnection === "function" } : {}),
    ...(view || limited === "opaque" ? { framed: await framed() } : {}),
    ...(view ? { view: await probeView(view) } : {}),
  };
  /** @type {Probed} */
  const message = { jsonrpc: "2.0", method: "ui/notifications/sandbox-probed", params: facts };
  window.parent.postMessage(message, parent);

  /** Whether a request leaves that the page's `Connection-Allowlist` forbids; its CSP does not. */
  async function reached() {
    try {
      return (await fetch("/probe/reach", { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  }

  /** Whether a frame shows what the page's `frame-src` forbids. */
  function framed() {
    return new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        if (effectiveDirective === "frame-src") resolve(false);
      });
      const frame = document.createElement("iframe");
      window.addEventListener("message", ({ source, data }) => {
        if (source === frame.contentWindow && data === "framed") resolve(true);
      });
      frame.src = "/probe/framed";
      document.body.append(frame);
      // Stopped without a word is stopped, too.
      setTimeout(() => resolve(false), STOPPED_MS);
    });
  }

  /**
   * @param {string} address
   * @returns {Promise<ProbeFacts | undefined>} nothing when no page came up at a View's origin
   */
  function probeView(address) {
    return new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms");
      frame.allow = "fullscreen *";
      window.addEventListener("message", ({ source, origin, data }) => {
        if (source === frame.contentWindow && origin === new URL(address).origin) resolve(data.params);
      });
      frame.src = address;
      document.body.append(frame);
      setTimeout(() => resolve(undefined), INNER_MS);
    });
  }
})();
