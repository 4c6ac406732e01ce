import type { GuardName } from "./guards.ts";

/** What an attack is after. */
type AttackClass =
  | "exfiltration"
  | "escape"
  | "cross-View"
  | "confused deputy"
  | "consent"
  | "rug pull"
  | "CSP injection"
  | "content injection"
  | "resource exhaustion"
  | "local attack surface";

export interface Attack {
  readonly id: string;
  readonly class: AttackClass;
  /** What the attacker does. */
  readonly tries: string;
  /** What stops it. More than one: each would stop it alone, and all are switched off for it to succeed. */
  readonly guards: readonly GuardName[];
  /** Who tells whether it succeeded; never the View. */
  readonly judge: string;
  /** Part of `npm test`. */
  readonly core?: true;
}

const VIEW = ["view-csp", "connection-allowlist"] as const satisfies readonly GuardName[];
const HTTP = "request at the collector";

const exfiltration = [
  { id: "exfil-fetch", tries: "fetch to an undeclared origin" },
  { id: "exfil-xhr", tries: "XMLHttpRequest" },
  { id: "exfil-beacon", tries: "navigator.sendBeacon" },
  { id: "exfil-websocket", tries: "WebSocket" },
  { id: "exfil-eventsource", tries: "EventSource" },
  { id: "exfil-image", tries: "an image's address" },
  { id: "exfil-script", tries: "a remote script" },
  { id: "exfil-stylesheet", tries: "a remote style sheet" },
  { id: "exfil-css-url", tries: "a background image of a style" },
  { id: "exfil-font", tries: "a font face" },
  { id: "exfil-media", tries: "an audio source" },
  { id: "exfil-track", tries: "a video's poster" },
  { id: "exfil-object", tries: "an object element" },
  { id: "exfil-frame", tries: "a nested frame" },
  { id: "exfil-worker", tries: "a fetch inside of a blob worker" },
  { id: "exfil-prefetch", tries: "link rel=prefetch" },
  { id: "exfil-preload", tries: "link rel=preload" },
  { id: "exfil-modulepreload", tries: "link rel=modulepreload" },
  { id: "exfil-import", tries: "a dynamic import" },
  { id: "exfil-srcdoc", tries: "a fetch inside of a nested srcdoc frame" },
  { id: "exfil-svg-use", tries: "an image inside of an inline SVG" },
  { id: "exfil-input-image", tries: "an input of type image" },
  { id: "exfil-base", tries: "a base element that sends relative addresses elsewhere" },
].map((attack) => ({ ...attack, class: "exfiltration", guards: VIEW, judge: HTTP, core: true }) as const);

const LOG = "the hostile server's log";
const VICTIM = "the other server's log";
const PAGE = "the host's page, as the browser shows it";
const ANSWER = "the answer to a plain request from outside of any page";
/** Flags of both frames and of the View's own policy: each alone forbids it. */
const FLAGS = ["view-csp", "proxy-view-flags", "host-frame-flags"] as const satisfies readonly GuardName[];

const exfiltrationBeyondCsp: readonly Attack[] = [
  {
    id: "exfil-webrtc-udp",
    class: "exfiltration",
    tries: "a STUN request of an RTCPeerConnection, which no CSP governs",
    guards: ["connection-allowlist"],
    judge: "datagrams at the UDP collector",
  },
  {
    id: "exfil-webrtc-turn",
    class: "exfiltration",
    tries: "a TURN allocation over TCP",
    guards: ["connection-allowlist"],
    judge: "connections at the TCP collector",
  },
  {
    id: "exfil-webrtc-realm",
    class: "exfiltration",
    tries: "an RTCPeerConnection of a nested frame's realm, out of reach of any script in the View",
    guards: ["view-csp", "connection-allowlist"],
    judge: "datagrams at the UDP collector",
  },
];

const escape: readonly Attack[] = [
  {
    id: "nav-self",
    class: "escape",
    tries: "navigates its own frame to the attacker with the secret in the address",
    guards: ["proxy-frame-src", "connection-allowlist"],
    judge: HTTP,
    core: true,
  },
  {
    id: "nav-refresh",
    class: "escape",
    tries: "navigates itself by meta refresh",
    guards: ["proxy-frame-src", "connection-allowlist"],
    judge: HTTP,
  },
  {
    id: "nav-form",
    class: "escape",
    tries: "submits a form to the attacker",
    guards: ["view-csp", "proxy-frame-src", "connection-allowlist"],
    judge: HTTP,
  },
  {
    id: "nav-confusion",
    class: "escape",
    tries: "replaces itself by the attacker's page, which goes on calling tools in the View's place",
    guards: ["proxy-frame-src", "connection-allowlist", "proxy-view-source", "proxy-one-load"],
    judge: LOG,
  },
  {
    id: "nav-popup",
    class: "escape",
    tries: "opens a window at the attacker when it is clicked",
    guards: [...FLAGS, "connection-allowlist"],
    judge: HTTP,
  },
  {
    id: "nav-top",
    class: "escape",
    tries: "takes the host's page to the attacker when it is clicked",
    guards: [...FLAGS, "connection-allowlist"],
    judge: HTTP,
  },
  {
    id: "self-download",
    class: "escape",
    tries: "saves a file without asking when it is clicked",
    guards: FLAGS,
    judge: "the browser's download",
  },
  {
    id: "reload",
    class: "escape",
    tries: "reloads itself, so that what runs is no longer what was opened",
    guards: ["view-token-once", "proxy-one-load"],
    judge: LOG,
  },
  {
    id: "view-address-again",
    class: "escape",
    tries: "gives its address to another program, which fetches it again",
    guards: ["view-token-once"],
    judge: ANSWER,
  },
  {
    id: "forge-sandbox",
    class: "escape",
    tries: "speaks in the proxy's name, to show a sentence of its own where only the host's stand",
    guards: ["proxy-reserved"],
    judge: PAGE,
  },
  {
    id: "permission-grab",
    class: "escape",
    tries: "asks the browser where the person is, undeclared, where the browser's user once allowed it",
    guards: ["permissions-policy", "proxy-allow", "host-frame-allow"],
    judge: "a position in the hostile server's log that only the browser knew",
  },
];

const crossView: readonly Attack[] = [
  {
    id: "cross-view-same-server",
    class: "cross-View",
    tries: "reads the document of another View of its server",
    guards: ["view-origin"],
    judge: LOG,
  },
  {
    id: "cross-view-other-server",
    class: "cross-View",
    tries: "reads the document of another server's View",
    guards: ["view-origin", "server-site"],
    judge: LOG,
  },
  {
    id: "forge-to-sibling",
    class: "cross-View",
    tries: "poses as the host in a message to another View's window",
    guards: ["view-guard-source"],
    judge: VICTIM,
    core: true,
  },
  {
    id: "forge-as-host",
    class: "cross-View",
    tries: "poses as the host in a message to another View's proxy",
    guards: ["proxy-host-source", "proxy-port-only"],
    judge: VICTIM,
  },
  {
    id: "forge-as-view",
    class: "cross-View",
    tries: "poses as another View in a message to the host's window",
    guards: ["transport-source", "transport-port-only", "transport-greeted-once"],
    judge: VICTIM,
  },
];

const deputy: readonly Attack[] = [
  {
    id: "call-model-tool",
    class: "confused deputy",
    tries: "calls a tool that is for the model alone",
    guards: ["tool-visibility"],
    judge: LOG,
  },
  {
    id: "call-unlisted-tool",
    class: "confused deputy",
    tries: "calls a tool that its server does not list",
    guards: ["tool-listed"],
    judge: LOG,
  },
  {
    id: "call-bad-arguments",
    class: "confused deputy",
    tries: "calls with arguments that the tool's schema forbids",
    guards: ["arguments-schema"],
    judge: LOG,
  },
  {
    id: "call-unasked",
    class: "confused deputy",
    tries: "calls a tool that changes something, and nobody is asked",
    guards: ["ask-person"],
    judge: LOG,
    core: true,
  },
  {
    id: "call-before-initialized",
    class: "confused deputy",
    tries: "calls a tool before it has initialized",
    guards: ["initialized-first"],
    judge: LOG,
  },
  {
    id: "call-same-id",
    class: "confused deputy",
    tries: "uses the id of a request that is under way for a second one",
    guards: ["pending-id"],
    judge: LOG,
  },
  {
    id: "link-unasked",
    class: "confused deputy",
    tries: "opens a link with the secret in it, and nobody is asked",
    guards: ["ask-person"],
    judge: HTTP,
  },
  {
    id: "link-user",
    class: "confused deputy",
    tries: "opens a link whose user part reads like another host",
    guards: ["link-user"],
    judge: HTTP,
  },
  {
    id: "link-scheme",
    class: "confused deputy",
    tries: "opens a link of another scheme than http, https and mailto",
    guards: ["link-scheme"],
    judge: "the browser's tabs",
  },
  {
    id: "link-referrer",
    class: "confused deputy",
    tries: "learns the address of the host's page, with its arguments, from the Referer of a link",
    guards: ["link-referrer", "page-referrer"],
    judge: HTTP,
  },
  {
    id: "download-unasked",
    class: "confused deputy",
    tries: "saves a file by ui/download-file, and nobody is asked",
    guards: ["ask-person"],
    judge: "the browser's download",
  },
  {
    id: "download-name",
    class: "confused deputy",
    tries: "pushes a file's ending out of sight by a name of 200 characters",
    guards: ["download-name"],
    judge: "the browser's download",
  },
  {
    id: "deep-link-run",
    class: "confused deputy",
    tries: "sends a person to a link that runs a tool",
    guards: ["link-asks"],
    judge: LOG,
  },
  {
    id: "deep-link-rule",
    class: "confused deputy",
    tries: "sends a person to a link that runs a tool where a rule allows the tool to everybody",
    guards: ["link-rule"],
    judge: LOG,
  },
];

const consent: readonly Attack[] = [
  {
    id: "consent-early-click",
    class: "consent",
    tries: "puts a question under a click that was meant for something else",
    guards: ["dialog-settles"],
    judge: LOG,
    core: true,
  },
  {
    id: "consent-other-tool",
    class: "consent",
    tries: "uses what was allowed for one tool for another",
    guards: ["standing-tool"],
    judge: LOG,
  },
  {
    id: "consent-destructive",
    class: "consent",
    tries: "is offered a standing consent for a tool that destroys",
    guards: ["standing-destructive"],
    judge: PAGE,
  },
  {
    id: "consent-left-behind",
    class: "consent",
    tries: "leaves a question on screen after it closed itself",
    guards: ["question-withdrawn"],
    judge: PAGE,
  },
  {
    id: "click-through",
    class: "consent",
    tries: "leaves full screen in the middle of a double-click, above a button of the host",
    guards: ["shield"],
    judge: LOG,
  },
  {
    id: "consent-bidi",
    class: "consent",
    tries: "hides what a tool's name says by characters that turn the reading direction",
    guards: ["exact-text"],
    judge: PAGE,
  },
];

const PIN = ["pin-change", "trust-once"] as const satisfies readonly GuardName[];
const rugPull: readonly Attack[] = [
  {
    id: "rug-html",
    class: "rug pull",
    tries: "serves other HTML after its template was approved, between two loads of the page",
    guards: PIN,
    judge: LOG,
    core: true,
  },
  { id: "rug-csp", class: "rug pull", tries: "declares another domain", guards: PIN, judge: LOG },
  { id: "rug-permissions", class: "rug pull", tries: "declares a permission", guards: PIN, judge: LOG },
  {
    id: "rug-list",
    class: "rug pull",
    tries: "adds a domain in resources/list alone, while resources/read stays the same",
    guards: PIN,
    judge: LOG,
  },
  {
    id: "rug-between-reads",
    class: "rug pull",
    tries: "changes while the page is open, and says so",
    guards: PIN,
    judge: LOG,
  },
  {
    id: "rug-restart",
    class: "rug pull",
    tries: "changes while the host is restarted",
    guards: PIN,
    judge: LOG,
  },
  {
    id: "rug-new-address",
    class: "rug pull",
    tries: "offers the changed template under a new address, as if it were met for the first time",
    guards: ["trust-once"],
    judge: LOG,
  },
  {
    id: "ticket-blocked",
    class: "rug pull",
    tries: "asks for a ticket for a version that a person blocked",
    guards: ["ticket-approved"],
    judge: ANSWER,
  },
  {
    id: "ticket-forged",
    class: "rug pull",
    tries: "changes the claims of a ticket",
    guards: ["ticket-signature"],
    judge: ANSWER,
  },
  {
    id: "ticket-facts",
    class: "rug pull",
    tries: "writes another declaration into a ticket",
    guards: ["ticket-signature", "ticket-facts"],
    judge: ANSWER,
  },
  {
    id: "ticket-expired",
    class: "rug pull",
    tries: "uses a ticket that has expired",
    guards: ["ticket-signature", "ticket-expiry"],
    judge: ANSWER,
  },
  {
    id: "ticket-twice",
    class: "rug pull",
    tries: "uses one ticket for a second View",
    guards: ["ticket-once"],
    judge: ANSWER,
  },
  {
    id: "store-other-bytes",
    class: "rug pull",
    tries: "leaves other HTML at the sandbox under a true ticket",
    guards: ["stored-bytes"],
    judge: ANSWER,
  },
  {
    id: "approval-forged",
    class: "rug pull",
    tries: "files an approval whose digest is not that of its facts",
    guards: ["approval-problem"],
    judge: ANSWER,
  },
];

const cspInjection: readonly Attack[] = [
  ...[
    { id: "csp-star", tries: "declares *" },
    { id: "csp-scheme", tries: "declares http:" },
    { id: "csp-star-host", tries: "declares http://* with a port" },
    { id: "csp-directive", tries: "declares a domain that goes on with a directive of its own" },
    { id: "csp-blank", tries: "declares a domain that goes on with a second one" },
    { id: "csp-tab", tries: "declares the same with a tab in between" },
  ].map((attack): Attack => ({
    ...attack,
    class: "CSP injection",
    guards: ["domain-shape", "origin-lists", "blocking-finding", "connection-allowlist"],
    judge: HTTP,
  })),
  {
    id: "csp-top-level",
    class: "CSP injection",
    tries: "declares a whole top-level domain",
    guards: ["domain-public", "local-grant", "blocking-finding"],
    judge: HTTP,
  },
  {
    id: "csp-loopback",
    class: "CSP injection",
    tries: "declares a domain of this machine, where nobody asks who is calling",
    guards: ["local-grant", "blocking-finding"],
    judge: HTTP,
  },
  {
    id: "csp-blocked-origin",
    class: "CSP injection",
    tries: "declares an origin that the host's config blocks",
    guards: ["origin-lists"],
    judge: HTTP,
  },
  {
    id: "csp-proxy-labels",
    class: "CSP injection",
    tries: "writes a source of its own into the proxy's policy through the proxy's address",
    guards: ["proxy-view-labels"],
    judge: ANSWER,
  },
];

const contentInjection: readonly Attack[] = [
  {
    id: "result-html-image",
    class: "content injection",
    tries: "answers with HTML that loads an image",
    guards: ["markdown-html", "purifier", "page-image-src"],
    judge: HTTP,
  },
  {
    id: "result-markdown-image",
    class: "content injection",
    tries: "answers with Markdown that loads an image",
    guards: ["markdown-image", "purifier", "page-image-src"],
    judge: HTTP,
  },
  {
    id: "result-script",
    class: "content injection",
    tries: "answers with HTML that runs a script in the host's page",
    guards: ["markdown-html", "purifier", "page-script-src", "page-connect-src"],
    judge: HTTP,
  },
  {
    id: "page-framed",
    class: "content injection",
    tries: "shows the host's page in a frame of its own, to be clicked unseen",
    guards: ["page-frame-ancestors", "fetch-site"],
    judge: "the frames of the browser",
  },
];

const exhaustion: readonly Attack[] = [
  {
    id: "flood-calls",
    class: "resource exhaustion",
    tries: "calls a tool 400 times at once",
    guards: ["proxy-rate", "host-rate", "pending-bound"],
    judge: LOG,
  },
  {
    id: "flood-at-once",
    class: "resource exhaustion",
    tries: "keeps 30 slow calls under way at its server",
    guards: ["call-concurrency"],
    judge: LOG,
  },
  {
    id: "flood-questions",
    class: "resource exhaustion",
    tries: "asks the person 80 questions",
    guards: ["pending-bound", "call-concurrency"],
    judge: PAGE,
  },
  {
    id: "huge-message",
    class: "resource exhaustion",
    tries: "sends one message with 60,000 values",
    guards: ["proxy-size", "host-size"],
    judge: LOG,
  },
  {
    id: "huge-request",
    class: "resource exhaustion",
    tries: "sends one message of 8.5 MB",
    guards: ["relay-body"],
    judge: LOG,
  },
  {
    id: "huge-height",
    class: "resource exhaustion",
    tries: "says that it is a million pixels high",
    guards: ["view-height"],
    judge: PAGE,
  },
  {
    id: "huge-template",
    class: "resource exhaustion",
    tries: "serves a template of 17 MB",
    guards: ["template-size", "template-bytes", "blocking-finding", "store-size"],
    judge: LOG,
  },
  {
    id: "endless-answer",
    class: "resource exhaustion",
    tries: "answers without end",
    guards: ["message-bytes"],
    judge: "the bytes that the hostile server could write",
  },
  {
    id: "silent-answer",
    class: "resource exhaustion",
    tries: "begins an answer and falls silent",
    guards: ["body-silence"],
    judge: "the hostile server's connection",
  },
  {
    id: "many-requests",
    class: "resource exhaustion",
    tries: "holds more requests of one page at the relay than it takes",
    guards: ["requests-per-page"],
    judge: ANSWER,
  },
  {
    id: "many-pages",
    class: "resource exhaustion",
    tries: "opens more pages than the relay takes",
    guards: ["page-count"],
    judge: ANSWER,
  },
];

const localSurface: readonly Attack[] = [
  {
    id: "dns-rebinding",
    class: "local attack surface",
    tries: "asks for the page, and the token in it, under a name that leads here",
    guards: ["host-header"],
    judge: ANSWER,
    core: true,
  },
  {
    id: "absolute-target",
    class: "local attack surface",
    tries: "asks the sandbox under a name that leads here, with the right name in the target of the request",
    guards: ["absolute-target"],
    judge: ANSWER,
  },
  {
    id: "sandbox-rebinding",
    class: "local attack surface",
    tries: "asks the sandbox for a proxy page under a name that leads here",
    guards: ["sandbox-base"],
    judge: ANSWER,
  },
  {
    id: "slow-loris",
    class: "local attack surface",
    tries: "sends the head of a request without ever ending it",
    guards: ["head-time"],
    judge: "the attacker's connection",
  },
  {
    id: "no-token",
    class: "local attack surface",
    tries: "asks the API without the token",
    guards: ["token"],
    judge: ANSWER,
  },
  {
    id: "relay-without-token",
    class: "local attack surface",
    tries: "has the relay forward a call without the token",
    guards: ["token"],
    judge: LOG,
  },
  {
    id: "unrecorded-call",
    class: "local attack surface",
    tries: "has the relay forward a call that stands in no record, as a page that was taken over would",
    guards: ["forward-recorded"],
    judge: LOG,
    core: true,
  },
  {
    id: "csrf",
    class: "local attack surface",
    tries: "has a page elsewhere add a server by a request that needs no preflight",
    guards: ["request-origin", "fetch-site", "token"],
    judge: ANSWER,
  },
  {
    id: "other-origin-with-token",
    class: "local attack surface",
    tries: "uses a stolen token from another page",
    guards: ["request-origin"],
    judge: ANSWER,
  },
  {
    id: "other-port-with-token",
    class: "local attack surface",
    tries: "uses a stolen token from another port of localhost, in a request without Origin",
    guards: ["fetch-site"],
    judge: ANSWER,
  },
  {
    id: "big-api-body",
    class: "local attack surface",
    tries: "sends the API a body of 3 MB",
    guards: ["api-body"],
    judge: ANSWER,
  },
  {
    id: "token-to-upstream",
    class: "local attack surface",
    tries: "finds the page's token among the headers of a forwarded request",
    guards: ["request-headers"],
    judge: LOG,
  },
  {
    id: "header-contradiction",
    class: "local attack surface",
    tries: "names one tool in the header and another in the body",
    guards: ["header-agreement"],
    judge: LOG,
  },
  {
    id: "stdio-second-message",
    class: "local attack surface",
    tries: "hides a second message between the lines of the first on the way to a process",
    guards: ["stdio-one-line", "parsed-message"],
    judge: "the process's own log",
  },
  {
    id: "ssrf-loopback",
    class: "local attack surface",
    tries: "adds a server on this machine by its address, and no person confirms it",
    guards: ["loopback-confirmed"],
    judge: ANSWER,
  },
  {
    id: "ssrf-metadata",
    class: "local attack surface",
    tries: "adds the address of a cloud's metadata service",
    guards: ["address-class"],
    judge: ANSWER,
  },
  {
    id: "compressed-answer",
    class: "local attack surface",
    tries: "answers compressed though it was not asked to, so that few bytes become many",
    guards: ["compressed-answer"],
    judge: ANSWER,
  },
  {
    id: "redirected-answer",
    class: "local attack surface",
    tries: "answers with a redirect",
    guards: ["redirects"],
    judge: ANSWER,
  },
  {
    id: "store-from-elsewhere",
    class: "local attack surface",
    tries: "leaves a template at the sandbox from another page, with a stolen ticket",
    guards: ["store-origin", "store-embedder"],
    judge: ANSWER,
  },
  {
    id: "store-same-site",
    class: "local attack surface",
    tries: "leaves a template at the sandbox from a page of the sandbox's own site",
    guards: ["store-site"],
    judge: ANSWER,
  },
  {
    id: "view-unframed",
    class: "local attack surface",
    tries: "opens a View's address as a page of its own",
    guards: ["view-framed-only"],
    judge: ANSWER,
  },
  {
    id: "view-other-host",
    class: "local attack surface",
    tries: "uses a View's token at another View's origin",
    guards: ["view-token-host"],
    judge: ANSWER,
  },
];

/** Every attack of the suite; their number is the claim. */
export const attacks: readonly Attack[] = [
  ...exfiltration,
  ...exfiltrationBeyondCsp,
  ...escape,
  ...crossView,
  ...deputy,
  ...consent,
  ...rugPull,
  ...cspInjection,
  ...contentInjection,
  ...exhaustion,
  ...localSurface,
];

export type AttackId = string;
