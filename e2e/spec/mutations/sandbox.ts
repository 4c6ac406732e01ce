import type { Guard } from "../../unguarded/rewrite.ts";

const CORE = "packages/bridge/src";

/** What wraps a View and decides what its document may do. */
export const sandboxMutations = [
  {
    name: "proxy-page",
    file: `${CORE}/view-placement.ts`,
    guard: "proxyPageAddress(sandbox.proxy, { host, view })",
    without: "view",
  },
  {
    name: "proxy-isolated",
    file: `${CORE}/host.ts`,
    guard:
      "if (globalThis.location !== undefined) assertIsolated(sandbox.proxy, globalThis.location.origin);",
    without: "",
  },
  {
    name: "proxy-flags",
    file: `${CORE}/view-frame.ts`,
    guard: '"allow-scripts allow-same-origin allow-forms"',
    without: '"allow-forms"',
  },
  {
    name: "proxy-ready",
    file: `${CORE}/sandbox/proxy.js`,
    guard: 'toHost({ jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} });',
    without: "",
  },
  {
    name: "proxy-forwards",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "relay(data);",
    without: "",
  },
  {
    name: "proxy-no-requests",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "loads += 1;",
    without: 'loads += 1; relay({ jsonrpc: "2.0", id: "of the proxy", method: "ping" });',
  },
  {
    name: "proxy-shape",
    file: `${CORE}/sandbox/proxy.js`,
    guard: 'if (!isRecord(data) || data["jsonrpc"] !== "2.0") return "shape";',
    without: "",
  },
  {
    name: "resource-ready",
    file: `${CORE}/view-transport.ts`,
    guard: "isReady && !loaded",
    without: "false",
  },
  {
    name: "resource-csp",
    file: `${CORE}/view-placement.ts`,
    guard: "template.csp",
    without: "undefined",
  },
  {
    name: "permissions-granted",
    file: `${CORE}/csp.ts`,
    guard: "keys.filter((key) => Boolean(permissions?.[key]))",
    without: "[]",
  },
  {
    name: "permissions-mapped",
    file: `${CORE}/csp.ts`,
    guard: '"clipboard-write"',
    without: '"clipboardWrite"',
  },
  {
    name: "csp-declared",
    file: `${CORE}/csp.ts`,
    guard: "sources(csp)",
    without: "sources({})",
  },
  {
    name: "csp-default",
    file: `${CORE}/csp.ts`,
    guard: `"connect-src 'none'"`,
    without: '"connect-src *"',
  },
  {
    name: "csp-connect",
    file: `${CORE}/csp.ts`,
    guard: `["'self'", ...connect]`,
    without: '["*"]',
  },
  {
    name: "opaque-connection-allowlist",
    file: `${CORE}/sandbox/opaque-page.ts`,
    guard: "connectionAllowlist(facts.csp)",
    without: "'(\"*://*:*/*\");webrtc=allow;redirects=allow'",
  },
  {
    name: "csp-resources",
    file: `${CORE}/csp.ts`,
    guard: `["'self' data:", ...resource]`,
    without: `["'self' data:"]`,
  },
  {
    name: "csp-wildcards",
    file: `${CORE}/csp.ts`,
    guard: 'value.replace("*.", "")',
    without: "value",
  },
  {
    name: "csp-forms",
    file: `${CORE}/csp.ts`,
    guard: `"form-action 'none'"`,
    without: '"form-action *"',
  },
  {
    name: "csp-frames",
    file: `${CORE}/csp.ts`,
    guard: `frame.join(" ") || "'none'"`,
    without: '"*"',
  },
  {
    name: "csp-base-uri",
    file: `${CORE}/csp.ts`,
    guard: `base.join(" ") || "'self'"`,
    without: '"*"',
  },
  {
    name: "csp-objects",
    file: `${CORE}/csp.ts`,
    guard: `"object-src 'none'"`,
    without: '"object-src *"',
  },
  {
    name: "csp-recorded",
    file: `${CORE}/view-record.ts`,
    guard: "viewCsp({ csp: shown.csp, frameAncestors: ancestors, unsafeEval: grants.unsafeEval === true })",
    without: '""',
  },
] as const satisfies readonly Guard[];
