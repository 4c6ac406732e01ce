/** The text of `view-guard.js`, which is the file to read; `inlined-scripts.test.ts` keeps them equal. */
export const VIEW_GUARD_SCRIPT = `/**
 * The first script of every View's document, before the server's HTML; it runs as an inline classic script.
 *
 * 1. Any window may post a message to any other: a hostile View can write straight into its neighbour's window and
 *    pose as the host. No header stops that, so messages are heard here first, and only those of the parent, of the
 *    View itself and of frames that the View made pass on.
 * 2. A View that stays blank should be able to say why: what its policy stopped and what it did not catch is told to
 *    the proxy, a few times. The View's own code can forge this; the host takes it as the View's claim.
 * 3. The host asks now and then whether this thread still runs. The answer is given here, so that no app has to know
 *    the question; nobody else hears it.
 */

/** @import { ViewAlive, ViewError, ViewViolation } from "../sandbox-protocol.ts" */
"use strict";

(() => {
  const parent = window.parent;
  // This script stands before the server's HTML, whose lines count from 1 for whoever reads a report.
  const linesBefore = (document.currentScript?.textContent ?? "").split("\\n").length - 1;
  let reportsLeft = 20;

  window.addEventListener(
    "message",
    (event) => {
      if (!mayPost(event.source)) return event.stopImmediatePropagation();
      if (event.source !== parent || event.data?.method !== "ui/notifications/sandbox-heartbeat") return;
      event.stopImmediatePropagation();
      tell({ jsonrpc: "2.0", method: "ui/notifications/sandbox-view-alive", params: {} });
    },
    true,
  );
  window.addEventListener("securitypolicyviolation", (event) => {
    report({
      jsonrpc: "2.0",
      method: "ui/notifications/sandbox-view-violation",
      params: {
        directive: event.effectiveDirective,
        blocked: event.blockedURI.slice(0, 512),
        source: event.sourceFile.slice(0, 512),
        line: lineIn(event.sourceFile, event.lineNumber),
      },
    });
  });
  window.addEventListener(
    "error",
    /** @param {Event} event */
    (event) => {
      const { target } = event;
      if (event instanceof ErrorEvent) reportError(event.message, event.filename, event.lineno);
      // A script, style or image that did not load: no ErrorEvent, and heard only while capturing.
      else if (target instanceof Element) {
        const address = target.getAttribute("src") ?? target.getAttribute("href") ?? "";
        reportError("<" + target.localName + "> did not load", address, 0);
      }
    },
    true,
  );
  window.addEventListener("unhandledrejection", (event) => {
    reportError(String(event.reason?.message ?? event.reason), "", 0);
  });
  // The View finds the document as its server wrote it.
  document.currentScript?.remove();

  /** @param {MessageEventSource | null} source */
  function mayPost(source) {
    if (source === parent || source === window) return true;
    for (let index = 0; index < window.length; index += 1)
      if (window[index] === source) return source !== null;
    return false;
  }

  /**
   * @param {string} message
   * @param {string} source
   * @param {number} line
   */
  function reportError(message, source, line) {
    report({
      jsonrpc: "2.0",
      method: "ui/notifications/sandbox-view-error",
      params: { message: message.slice(0, 512), source: source.slice(0, 512), line: lineIn(source, line) },
    });
  }

  /**
   * @param {string} source
   * @param {number} line
   */
  function lineIn(source, line) {
    return source === document.URL ? line - linesBefore : line;
  }

  /** @param {ViewError | ViewViolation} message */
  function report(message) {
    if (reportsLeft === 0) return;
    reportsLeft -= 1;
    tell(message);
  }

  /** @param {ViewAlive | ViewError | ViewViolation} message */
  function tell(message) {
    // \`frame-ancestors\` decides who the parent can be: the proxy and nobody else.
    parent.postMessage(message, "*");
  }
})();
`;
