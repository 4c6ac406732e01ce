import type { Guard } from "../unguarded/rewrite.ts";

const CORE = "packages/bridge/src";
const SERVER = "apps/host/server";
const PAGE = "apps/host/src";

/** What keeps a View's code from the network, the host and other Views. */
const isolation = [
  {
    name: "view-csp",
    file: `${CORE}/sandbox/view-document.ts`,
    guard:
      "viewCsp({ csp: facts.csp, frameAncestors: [proxyOrigin, embedder], unsafeEval: unsafeEval === true })",
    without: '"frame-ancestors *"',
  },
  {
    name: "connection-allowlist",
    file: `${CORE}/sandbox/view-document.ts`,
    guard: "connectionAllowlist(facts.csp)",
    // A browser takes a header that it cannot read for "nothing is allowed".
    without: "'(\"*://*:*/*\");webrtc=allow;redirects=allow'",
  },
  {
    name: "permissions-policy",
    file: `${CORE}/sandbox/view-document.ts`,
    guard: "permissionsPolicy(facts.permissions)",
    without: '"camera=*"',
  },
  {
    name: "view-framed-only",
    file: `${CORE}/sandbox/view-document.ts`,
    guard:
      'if (destination === null || destination === "iframe" || destination === "frame") return undefined;',
    without: "return undefined;",
  },
  {
    name: "view-token-once",
    file: `${CORE}/sandbox/view-addresses.ts`,
    guard: "pending.delete(token); return view;",
    without: "return view;",
  },
  {
    name: "view-token-host",
    file: `${CORE}/sandbox/view-addresses.ts`,
    guard: "view?.host !== host",
    without: "view === undefined",
  },
  {
    name: "view-origin",
    file: `${CORE}/sandbox/store.ts`,
    guard: "hex(crypto.getRandomValues(new Uint8Array(16)))",
    without: '"0".repeat(32)',
  },
  {
    name: "server-site",
    file: `${CORE}/sandbox/store.ts`,
    guard: '(await sha256(identity)).slice("sha256:".length, "sha256:".length + 16)',
    without: '"0".repeat(16)',
  },
  {
    name: "proxy-frame-src",
    file: `${CORE}/sandbox/proxy-page.ts`,
    guard: "`frame-src ${view}`",
    without: '"frame-src *"',
  },
  {
    name: "proxy-view-labels",
    file: `${CORE}/sandbox/create-sandbox.ts`,
    guard:
      'if (!LABELS.test(labels)) return sentence(400, "The parameter view is not the two labels of a View\'s host name.");',
    without: "",
  },
  {
    name: "proxy-view-flags",
    file: `${CORE}/sandbox/proxy.js`,
    guard:
      'frame.setAttribute( "sandbox", opaque ? "allow-scripts allow-forms" : "allow-scripts allow-same-origin allow-forms", );',
    without: "",
  },
  {
    name: "proxy-allow",
    file: `${CORE}/sandbox/proxy.js`,
    guard: 'params.allow ?? ""',
    without: '"geolocation *; clipboard-write *"',
  },
  {
    name: "proxy-view-source",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "event.source === inner?.contentWindow && event.origin === viewOrigin",
    without: "event.source === inner?.contentWindow",
  },
  {
    name: "proxy-host-source",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "event.source === window.parent && event.origin === hostOrigin",
    without: "event.source !== inner?.contentWindow",
  },
  {
    name: "proxy-port-only",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "!port",
    without: "true",
  },
  {
    name: "proxy-one-load",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "if (loads > 1) end();",
    without: "",
  },
  {
    name: "proxy-reserved",
    file: `${CORE}/sandbox/proxy.js`,
    guard: 'if (isReserved(method)) return "reserved";',
    without: "",
  },
  {
    name: "proxy-rate",
    file: `${CORE}/sandbox/proxy.js`,
    guard: 'if (!traffic()) return drop("rate", data);',
    without: "",
  },
  {
    name: "proxy-size",
    file: `${CORE}/sandbox/proxy.js`,
    guard: "return outOfBounds(data);",
    without: "return undefined;",
  },
  {
    name: "host-frame-flags",
    file: `${CORE}/view-frame.ts`,
    guard: 'iframe.setAttribute("sandbox", PROXY_FLAGS);',
    without: "",
  },
  {
    name: "host-frame-allow",
    file: `${CORE}/view-frame.ts`,
    guard: "iframe.allow = allowAttribute(permissions);",
    without: 'iframe.allow = "geolocation *; clipboard-write *";',
  },
  {
    name: "view-guard-source",
    file: `${CORE}/sandbox/view-guard.js`,
    guard: "if (!mayPost(event.source)) return event.stopImmediatePropagation();",
    without: "",
  },
  {
    name: "transport-source",
    file: `${CORE}/view-transport.ts`,
    guard: "if (event.source !== frame.contentWindow || event.origin !== proxyOrigin) return;",
    without: "",
  },
  {
    name: "transport-port-only",
    file: `${CORE}/view-transport.ts`,
    guard: "!isReady && port === undefined",
    without: "!isReady",
  },
  {
    name: "transport-greeted-once",
    file: `${CORE}/view-transport.ts`,
    guard: "isReady && placement.port",
    without: "false",
  },
] as const satisfies readonly Guard[];

/** Who may run at all, and as what. */
const trust = [
  {
    name: "domain-shape",
    file: `${CORE}/csp.ts`,
    guard: 'if (match === null || host === undefined) return refuse("is not an origin");',
    without:
      "if (match === null || host === undefined) return { ok: true, source: String(value), local: false };",
  },
  {
    name: "domain-public",
    file: `${CORE}/csp.ts`,
    guard: 'match[1] !== undefined && !host.includes(".")',
    without: "false",
  },
  {
    name: "local-grant",
    file: `${CORE}/grants.ts`,
    guard: "if (missing.length === 0) return undefined;",
    without: "return undefined;",
  },
  {
    name: "blocking-finding",
    file: `${CORE}/pinned-template.ts`,
    guard: 'findings.some(({ severity }) => severity === "blocking")',
    without: "false",
  },
  {
    name: "origin-lists",
    file: `${CORE}/origin-lists.ts`,
    guard: "declaredDomains(csp)",
    without: "[]",
  },
  {
    name: "pin-change",
    file: `${CORE}/pinned-template.ts`,
    guard: 'approval?.state === "approved"',
    without: "false",
  },
  {
    name: "trust-once",
    file: `${CORE}/pinned-template.ts`,
    guard: "approval === undefined && (await firstUse)",
    without: "true",
  },
  {
    name: "template-size",
    file: `${CORE}/template-html.ts`,
    guard: "if (text.length > maxBytes) throw tooLarge();",
    without: "",
  },
  {
    name: "template-bytes",
    file: `${CORE}/template-html.ts`,
    guard: "if (size > maxBytes) throw tooLarge();",
    without: "",
  },
  {
    name: "store-size",
    file: `${CORE}/sandbox/store.ts`,
    guard: "body.rest(maxTemplateBytes)",
    without: "body.rest(Infinity)",
  },
  {
    name: "ticket-approved",
    file: `${SERVER}/tickets.ts`,
    guard: 'approval?.state !== "approved" || approval.digest !== digest',
    without: "approval === undefined",
  },
  {
    name: "ticket-signature",
    file: `${CORE}/sandbox/ticket.ts`,
    guard: '!(await crypto.subtle.verify("HMAC", hmacKey, signature, message("ticket", payload)))',
    without: "false",
  },
  {
    name: "ticket-expiry",
    file: `${CORE}/sandbox/ticket.ts`,
    guard: "!(claims.exp > now)",
    without: "false",
  },
  {
    name: "ticket-once",
    file: `${CORE}/sandbox/spent-tickets.ts`,
    guard: "if (expiries.has(nonce)) return false;",
    without: "",
  },
  {
    name: "ticket-facts",
    file: `${CORE}/sandbox/admission.ts`,
    guard: "(await templateDigest(facts)) !== digest",
    without: "false",
  },
  {
    name: "approval-problem",
    file: `${CORE}/approval-problem.ts`,
    guard:
      'if ((await templateDigest(facts)) !== digest) return "The digest of the approval is not that of its facts.";',
    without: "",
  },
  {
    name: "stored-bytes",
    file: `${CORE}/sandbox/store.ts`,
    guard: "(await sha256(bytes)) === htmlDigest",
    without: "true",
  },
  {
    name: "store-origin",
    file: `${CORE}/sandbox/store.ts`,
    guard: "embedder === null || !hostOrigins.has(embedder)",
    without: "embedder === null",
  },
  {
    name: "store-embedder",
    file: `${CORE}/sandbox/store.ts`,
    guard: "!admission.ok || admission.claims.embedder !== embedder",
    without: "!admission.ok",
  },
  {
    name: "store-site",
    file: `${CORE}/sandbox/store.ts`,
    guard: 'site !== null && site !== "cross-site"',
    without: "false",
  },
  {
    name: "sandbox-base",
    file: `${CORE}/sandbox/create-sandbox.ts`,
    guard: "if (base === undefined) return handle;",
    without: "return handle;",
  },
] as const satisfies readonly Guard[];

/** What a View, a link or a page may have done in somebody's name. */
const gate = [
  {
    name: "tool-visibility",
    file: `${CORE}/server-actions.ts`,
    guard: "!isCallableBy(tool, actor)",
    without: "false",
  },
  {
    name: "tool-listed",
    file: `${CORE}/server-actions.ts`,
    guard: "tools.get().find((candidate) => candidate.name === name)",
    without:
      'tools.get().find((candidate) => candidate.name === name) ?? { ...tools.get()[0], name, visibility: ["app"], definition: { name, inputSchema: { type: "object" } }, inputSchema: { type: "object" } }',
  },
  {
    name: "arguments-schema",
    file: `${CORE}/server-actions.ts`,
    guard: "checkArguments(tool, args)",
    without: "{ ok: true }",
  },
  {
    name: "ask-person",
    file: `${CORE}/action.ts`,
    guard: 'return gate.standing.has(action) ? { verdict: "allow", by: "session" } : "ask";',
    without: 'return { verdict: "allow", by: "policy" };',
  },
  {
    name: "standing-tool",
    file: `${CORE}/consent.ts`,
    guard: "return byView.get(action.view.id)?.has(action.name) === true;",
    without: "return byView.has(action.view.id);",
  },
  {
    name: "standing-destructive",
    file: `${CORE}/consent.ts`,
    guard: "action.tool?.annotations?.destructiveHint !== true",
    without: "true",
  },
  {
    name: "link-asks",
    file: `${CORE}/policy.ts`,
    guard: 'action.actor === "person" || action.actor === "embedder"',
    without: "true",
  },
  {
    name: "link-rule",
    file: `${CORE}/policy.ts`,
    guard: 'action.actor === "link" && rule.verdict === "allow" && actor === undefined',
    without: "false",
  },
  {
    name: "initialized-first",
    file: `${CORE}/view-protocol.ts`,
    guard:
      'if (!initialized) { throw new RpcError( RPC_ERROR.notInitialized, `"${request.method}" came before "ui/notifications/initialized".`, ); }',
    without: "",
  },
  {
    name: "pending-id",
    file: `${CORE}/view-protocol.ts`,
    guard: "pending.has(id)",
    without: "false",
  },
  {
    name: "pending-bound",
    file: `${CORE}/view-protocol.ts`,
    guard: "pending.size >= callsAtOnce + callsWaiting",
    without: "false",
  },
  {
    name: "call-concurrency",
    file: `${CORE}/view-protocol.ts`,
    guard: "running < callsAtOnce",
    without: "true",
  },
  {
    name: "host-rate",
    file: `${CORE}/message-bounds.ts`,
    guard: 'return bucket.take(1 + characters / CHARACTERS_PER_TOKEN) ? undefined : "rate";',
    without: "return undefined;",
  },
  {
    name: "host-size",
    file: `${CORE}/message-bounds.ts`,
    guard: 'if (characters === undefined) return "size";',
    without: "if (characters === undefined) return undefined;",
  },
  {
    name: "view-height",
    file: `${CORE}/view-size.ts`,
    guard: "Math.min(Math.ceil(height), maxHeight)",
    without: "Math.ceil(height)",
  },
  {
    name: "link-user",
    file: `${CORE}/link.ts`,
    guard: 'if (hasUser(url)) return refuse("Links with a user name in them are not opened.");',
    without: "",
  },
  {
    name: "link-scheme",
    file: `${CORE}/link.ts`,
    guard: "!SCHEMES.has(url.protocol)",
    without: "false",
  },
  {
    name: "link-referrer",
    file: `${CORE}/browser-effects.ts`,
    guard: '"noopener,noreferrer"',
    without: '"noopener"',
  },
  {
    name: "download-name",
    file: `${CORE}/download-item.ts`,
    guard: 'safeName(nameOf(resource["uri"]))',
    without: 'resource["uri"]',
  },
  {
    name: "shield",
    file: `${CORE}/view-frame.ts`,
    guard: 'if (mode === "fullscreen" || (mode === "pip" && next === "inline")) shield(document);',
    without: "",
  },
  {
    name: "dialog-settles",
    file: `${PAGE}/consent/arming.ts`,
    guard: "timer = setTimeout(() => { armed = true; onArmed(true); }, delayMs);",
    without: "armed = true; onArmed(true);",
  },
  {
    name: "question-withdrawn",
    file: `${PAGE}/consent/consent-store.ts`,
    guard: 'signal.addEventListener("abort", withdraw);',
    without: "",
  },
] as const satisfies readonly Guard[];

/** What a stranger's words may become in the host's page. */
const content = [
  {
    name: "markdown-html",
    file: `${PAGE}/results/markdown-html.ts`,
    guard: "return block ? `<p>${escapeHtml(text)}</p>\\n` : escapeHtml(text);",
    without: "return text;",
  },
  {
    name: "markdown-image",
    file: `${PAGE}/results/markdown-html.ts`,
    guard: "({ text }) => escapeHtml(text)",
    without: "() => false",
  },
  {
    name: "purifier",
    file: `${PAGE}/results/clean-markdown.ts`,
    guard:
      'DOMPurify.sanitize(markdownHtml(text), { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ["href", "start"], ALLOWED_URI_REGEXP: /^(?:https?:\\/\\/|mailto:)/i, ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, })',
    without: "markdownHtml(text)",
  },
  {
    name: "page-image-src",
    file: `${SERVER}/page-headers.ts`,
    guard: `"img-src 'self' data: blob:"`,
    without: '"img-src *"',
  },
  {
    name: "page-script-src",
    file: `${SERVER}/page-headers.ts`,
    guard: `"script-src 'self'"`,
    without: `"script-src 'self' 'unsafe-inline'"`,
  },
  {
    name: "page-connect-src",
    file: `${SERVER}/page-headers.ts`,
    guard: "`connect-src 'self' ${proxy}`",
    without: '"connect-src *"',
  },
  {
    name: "page-frame-ancestors",
    file: `${SERVER}/page-headers.ts`,
    guard: `"frame-ancestors 'none'"`,
    without: '""',
  },
  {
    name: "page-referrer",
    file: `${SERVER}/page-headers.ts`,
    guard: '"no-referrer"',
    without: '"unsafe-url"',
  },
  {
    name: "exact-text",
    file: `${PAGE}/text/exact-text.ts`,
    guard: "UNSEEN.test(character) && !keep.includes(character)",
    without: "false",
  },
] as const satisfies readonly Guard[];

/** What this machine's other programs and other pages may have of the relay. */
const local = [
  {
    name: "host-header",
    file: `${SERVER}/guard.ts`,
    guard: "asked !== host",
    without: "false",
  },
  {
    name: "head-time",
    file: `${SERVER}/loopback-server.ts`,
    guard: "Math.min(headMs, 1000)",
    without: "3_600_000",
  },
  {
    name: "absolute-target",
    file: `${SERVER}/loopback-server.ts`,
    guard: 'request.url?.startsWith("/")',
    without: "true",
  },
  {
    name: "request-origin",
    file: `${SERVER}/guard.ts`,
    guard: "from !== undefined && from !== origin",
    without: "false",
  },
  {
    name: "fetch-site",
    file: `${SERVER}/guard.ts`,
    guard: '!isOwn(c.req.header("sec-fetch-site")) && (guarded || !isNavigation(c.req.raw))',
    without: "false",
  },
  {
    name: "token",
    file: `${SERVER}/guard.ts`,
    guard: 'guarded && !sameText(c.req.header("authorization") ?? "", `Bearer ${token}`)',
    without: "false",
  },
  {
    name: "api-body",
    file: `${SERVER}/host-app.ts`,
    guard: "limitBody(API_BODY_BYTES)",
    without: "limitBody(Infinity)",
  },
  {
    name: "relay-body",
    file: `${SERVER}/host-app.ts`,
    guard: "limitBody(config.limits.requestBytes)",
    without: "limitBody(Infinity)",
  },
  {
    name: "request-headers",
    file: `${SERVER}/http-upstream.ts`,
    guard: "REQUEST_HEADERS.test(name)",
    without: "!/^(host|connection|content-length|transfer-encoding)$/.test(name)",
  },
  {
    name: "header-agreement",
    file: `${SERVER}/relay.ts`,
    guard: "if (message !== undefined) refuseContradiction(request.headers, message);",
    without: "",
  },
  {
    name: "forward-recorded",
    file: `${SERVER}/record/recorded-actions.ts`,
    guard: "recordedRequest(message)",
    without: "undefined",
  },
  {
    name: "stdio-one-line",
    file: `${SERVER}/relay.ts`,
    guard: "await stdio.write(page, server, JSON.stringify(message));",
    without: "await stdio.write(page, server, message.asSent);",
  },
  {
    name: "parsed-message",
    file: `${SERVER}/relay.ts`,
    guard: "value = JSON.parse(body);",
    without: 'value = Object.defineProperty(JSON.parse(body), "asSent", { value: body });',
  },
  {
    name: "requests-per-page",
    file: `${SERVER}/relay.ts`,
    guard: "waiting >= limits.requestsPerPage",
    without: "false",
  },
  {
    name: "page-count",
    file: `${SERVER}/pages.ts`,
    guard:
      'if (states.size >= limit) { throw new ApiError( 429, "too-many-pages", `${limit} pages are open already: close one, or raise limits.pages.`, ); }',
    without: "",
  },
  {
    name: "message-bytes",
    file: `${SERVER}/http-upstream.ts`,
    guard: "measure(data) > limits.messageBytes",
    without: "false",
  },
  {
    name: "body-silence",
    file: `${SERVER}/http-upstream.ts`,
    guard: "eventStream ? undefined : limits.idleSeconds",
    without: "undefined",
  },
  {
    name: "compressed-answer",
    file: `${SERVER}/http-upstream.ts`,
    guard: 'headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity"',
    without: "false",
  },
  {
    name: "redirects",
    file: `${SERVER}/http-upstream.ts`,
    guard: "statusCode < 300 || statusCode > 399",
    without: "true",
  },
  {
    name: "loopback-confirmed",
    file: `${SERVER}/servers.ts`,
    guard: "loopback && wanted.confirmed !== true",
    without: "false",
  },
  {
    name: "address-class",
    file: `${SERVER}/upstream-address.ts`,
    guard: '!reach.includes(found) || found === "never"',
    without: "false",
  },
] as const satisfies readonly Guard[];

/** Every measure that a pair of the hostile suite switches off. */
export const guards = [
  ...isolation,
  ...trust,
  ...gate,
  ...content,
  ...local,
] as const satisfies readonly Guard[];

export type GuardName = (typeof guards)[number]["name"];
