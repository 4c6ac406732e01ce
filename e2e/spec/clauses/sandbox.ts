import type { ClauseEntry } from "./clause-entry.ts";

/** The sandbox proxy, the View's Content Security Policy, and what its frame is permitted. */
export const sandboxClauses = [
  {
    id: "permissions-honoured",
    section: "ui-resource-format",
    level: "MAY",
    quote: "`permissions`: Hosts MAY honor these by setting appropriate iframe `allow` attributes",
    mutations: ["permissions-granted"],
  },
  {
    id: "csp-connect",
    section: "ui-resource-format",
    level: "stated",
    quote:
      "`connectDomains`: Empty or omitted = no external connections (secure default) … Maps to CSP `connect-src` directive",
    mutations: ["csp-connect", "connection-allowlist"],
  },
  {
    id: "csp-resources",
    section: "ui-resource-format",
    level: "stated",
    quote:
      "`resourceDomains`: Empty or omitted = no external resources (secure default) … Maps to CSP `img-src`, `script-src`, `style-src`, `font-src`, `media-src` directives",
    mutations: ["csp-resources"],
  },
  {
    id: "csp-wildcards",
    section: "ui-resource-format",
    level: "stated",
    quote: "`resourceDomains`: Wildcard subdomains supported: `https://*.example.com`",
    mutations: ["csp-wildcards"],
  },
  {
    id: "csp-constructed",
    section: "host-behavior",
    level: "MUST",
    quote: "CSP Enforcement: Host MUST construct CSP headers based on declared domains",
    mutations: ["csp-declared"],
  },
  {
    id: "csp-default",
    section: "host-behavior",
    level: "MUST",
    quote:
      "Restrictive Default: If `ui.csp` is omitted, Host MUST use: default-src 'none'; script-src 'self' 'unsafe-inline'; … connect-src 'none'",
    mutations: ["csp-default"],
  },
  {
    id: "csp-restricted-further",
    section: "host-behavior",
    level: "MAY",
    quote: "No Loosening: Host MAY further restrict …",
    mutations: ["csp-forms"],
  },
  {
    id: "csp-not-loosened",
    section: "host-behavior",
    level: "MUST NOT",
    quote: "No Loosening: Host … MUST NOT allow undeclared domains",
    mutations: ["csp-connect"],
  },
  {
    id: "csp-logged",
    section: "host-behavior",
    level: "SHOULD",
    quote: "Audit Trail: Host SHOULD log CSP configurations for security review",
    mutations: ["csp-recorded"],
  },
  {
    id: "proxy-wraps",
    section: "sandbox-proxy",
    level: "MUST",
    quote:
      "If the Host is a web page, it MUST wrap the View and communicate with it through an intermediate Sandbox proxy",
    mutations: ["proxy-page"],
  },
  {
    id: "proxy-origin",
    section: "sandbox-proxy",
    level: "MUST",
    quote: "The Host and the Sandbox MUST have different origins",
    mutations: ["proxy-isolated"],
  },
  {
    id: "proxy-flags",
    section: "sandbox-proxy",
    level: "MUST",
    quote: "The Sandbox MUST have the following permissions: `allow-scripts`, `allow-same-origin`",
    mutations: ["proxy-flags"],
  },
  {
    id: "proxy-ready",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST send a `ui/notifications/sandbox-proxy-ready` notification to the host when it's ready to process an `ui/notifications/sandbox-resource-ready` notification",
    mutations: ["proxy-ready"],
  },
  {
    id: "resource-ready",
    section: "sandbox-proxy",
    level: "MUST",
    quote:
      "Once the Sandbox is ready, the Host MUST send the raw HTML resource to load in a `ui/notifications/sandbox-resource-ready` notification",
    mutations: ["resource-ready"],
    deviation:
      "Our own proxy gets the address of a document instead of raw HTML, so that the View's policy can be a header and its origin its own. A foreign proxy gets the raw HTML.",
  },
  {
    id: "csp-declared-domains",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST load the raw HTML of the View with CSP settings that: … Enforce the domains declared in `ui.csp` metadata",
    mutations: ["csp-declared"],
  },
  {
    id: "csp-frames",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST load … with CSP settings that: … If `frameDomains` is provided, allow nested iframes from declared origins; otherwise use `frame-src 'none'`",
    mutations: ["csp-frames"],
  },
  {
    id: "csp-base-uri",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST load … with CSP settings that: … If `baseUriDomains` is provided, allow base URIs from declared origins; otherwise use `base-uri 'self'`",
    mutations: ["csp-base-uri"],
  },
  {
    id: "csp-objects",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote: "The Sandbox MUST load … with CSP settings that: … Block dangerous features (`object-src 'none'`)",
    mutations: ["csp-objects"],
  },
  {
    id: "csp-default-in-sandbox",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST load … with CSP settings that: … Apply restrictive defaults if no CSP metadata is provided",
    mutations: ["csp-default", "opaque-connection-allowlist"],
  },
  {
    id: "permissions-on-view",
    section: "sandbox-proxy",
    level: "MAY",
    binds: "sandbox",
    quote:
      "If `permissions` is declared, the Sandbox MAY set the inner iframe's `allow` attribute accordingly",
    mutations: ["proxy-allow"],
  },
  {
    id: "proxy-forwards",
    section: "sandbox-proxy",
    level: "MUST",
    binds: "sandbox",
    quote:
      "The Sandbox MUST forward messages sent by the Host to the View, and vice versa, for any method that doesn't start with `ui/notifications/sandbox-`",
    mutations: ["proxy-forwards"],
    deviation:
      "Our proxy drops what exceeds its bounds in size and rate, answers what was a request, and removes a View that floods.",
  },
  {
    id: "reserved-not-forwarded",
    section: "lifecycle",
    level: "stated",
    binds: "sandbox",
    quote:
      "the sandbox transparently passes messages between the View and the Host, except for messages named `ui/notifications/sandbox-*`",
    mutations: ["proxy-reserved"],
  },
  {
    id: "nothing-before-initialized",
    section: "sandbox-proxy",
    level: "MUST NOT",
    quote:
      "The Host MUST NOT send any request or notification to the View before it receives an `initialized` notification",
    mutations: ["before-initialized"],
  },
  {
    id: "proxy-makes-no-requests",
    section: "sandbox-proxy",
    level: "SHOULD NOT",
    binds: "sandbox",
    quote: "The Sandbox SHOULD NOT create/send any requests to the Host or to the View",
    mutations: ["proxy-no-requests"],
  },
  {
    id: "forwarded-to-server",
    section: "sandbox-proxy",
    level: "MAY",
    quote:
      "The Host MAY forward any message from the View (coming via the Sandbox) to the MCP Apps server, for any method that doesn't start with `ui/`",
    mutations: ["call-forwarded"],
  },
  {
    id: "connection-compliant",
    section: "sandbox-proxy",
    level: "SHOULD",
    quote: "the Host SHOULD ensure the View's MCP connection is spec-compliant",
    mutations: ["pending-id"],
  },
  {
    id: "messages-blocked",
    section: "sandbox-proxy",
    level: "MAY",
    quote: "it MAY decide to block some messages or subject them to further user approval",
    mutations: ["ask-person"],
  },
  {
    id: "resource-ready-message",
    section: "reserved-messages-sandbox-proxy",
    level: "stated",
    quote:
      "`ui/notifications/sandbox-resource-ready` (Host → Sandbox Proxy) … html: HTML content to load … csp: CSP configuration from resource metadata … permissions: Sandbox permissions from resource metadata",
    mutations: ["resource-csp"],
  },
  {
    id: "sandbox-override",
    section: "reserved-messages-sandbox-proxy",
    level: "stated",
    quote: "sandbox: Optional override for inner iframe `sandbox` attribute",
    notApplicable: "Vitrine overrides nothing: a foreign proxy keeps the flags that it is safe with.",
  },
  {
    id: "permissions-mapped",
    section: "reserved-messages-sandbox-proxy",
    level: "stated",
    binds: "sandbox",
    quote:
      "The `permissions` field maps to the inner iframe's `allow` attribute for Permission Policy features",
    mutations: ["permissions-mapped"],
  },
] as const satisfies readonly ClauseEntry[];
