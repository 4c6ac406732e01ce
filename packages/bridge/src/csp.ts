import type { McpUiResourceCsp, McpUiResourcePermissions } from "@modelcontextprotocol/ext-apps/app-bridge";
import { VitrineError } from "./errors.ts";

/**
 * What a View's document may do. With its own origin a View keeps storage and CORS; the origin is shared with
 * neither host, proxy nor another View. No pop-ups, top navigation, modals, downloads or pointer lock.
 */
export const VIEW_SANDBOX_FLAGS = "allow-scripts allow-same-origin allow-forms";

/** What a declared domain is worth: a CSP source, or the sentence that says why it is none. */
export type DomainVerdict =
  | {
      readonly ok: true;
      readonly source: string;
      /** Reaches this machine or its network. */ readonly local: boolean;
    }
  | { readonly ok: false; readonly reason: string };

const MAX_DOMAIN_LENGTH = 255;
const MAX_DOMAINS_PER_FIELD = 64;
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const SOURCE = new RegExp(
  `^(?:https?|wss?)://(\\*\\.)?(${LABEL}(?:\\.${LABEL})*)(?::([1-9][0-9]{0,4}))?$`,
  "i",
);
const IPV4 = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/;
/** Reserved for local use, or never delegated because networks use them so (RFC 6761, 6762, 8375; ICANN). */
const LOCAL_NAMES =
  ".localhost .local .internal .home.arpa .localdomain .lan .home .corp .intranet .private".split(" ");

/**
 * Judges one declared domain. What is not exactly `http(s)://` or `ws(s)://`, an optional `*.`, a host name and an
 * optional port is rejected, never repaired: a `;`, a comma or a blank in a header starts another policy, and a
 * cut-down source is one that nobody reviewed. IPv6 literals are no CSP host sources; IDNs must be punycode.
 */
export function validateDomain(value: unknown): DomainVerdict {
  const refuse = (why: string): DomainVerdict => ({
    ok: false,
    reason: `The declared domain ${quote(value)} ${why}; write https://host, https://*.host or https://host:port.`,
  });
  if (typeof value !== "string") return refuse("is not a string");
  if (value.length > MAX_DOMAIN_LENGTH) return refuse("is too long");
  const match = SOURCE.exec(value);
  const host = match?.[2]?.toLowerCase();
  if (match === null || host === undefined) return refuse("is not an origin");
  if (match[1] !== undefined && !host.includes(".")) return refuse("opens a whole top-level domain");
  // The URL parser knows which host a browser would contact: `2130706433` and `0x7f.1` are 127.0.0.1, a bad
  // punycode label is nothing. The source must name that host literally.
  if (parsedHost(value.replace("*.", "")) !== host)
    return refuse("is not the way a browser writes this host");
  const isIp = IPV4.test(host);
  if (isIp && match[1] !== undefined) return refuse("puts a wildcard before an IP address");
  if (Number(match[3] ?? 0) > 65535) return refuse("has no such port");
  const local = isIp || !host.includes(".") || LOCAL_NAMES.some((suffix) => `.${host}`.endsWith(suffix));
  return { ok: true, source: value, local };
}

function parsedHost(source: string): string | undefined {
  return URL.canParse(source) ? new URL(source).hostname : undefined;
}

function quote(value: unknown): string {
  // Escaped, so that control and bidi characters cannot rewrite the sentence they are quoted in.
  const text = JSON.stringify(typeof value === "string" ? value.slice(0, 80) : typeof value);
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A `_meta.ui.csp` that may become a header, or every reason why it may not. */
export type CspVerdict =
  | { readonly ok: true; readonly csp: McpUiResourceCsp }
  | { readonly ok: false; readonly reasons: readonly string[] };

const CSP_FIELDS = ["connectDomains", "resourceDomains", "frameDomains", "baseUriDomains"] as const;

/** Parses a declared `_meta.ui.csp`. Fields that this host does not know grant nothing and are left out. */
export function validateCsp(csp: unknown): CspVerdict {
  if (typeof csp !== "object" || csp === null || Array.isArray(csp)) {
    return { ok: false, reasons: ["The declared csp is not an object."] };
  }
  const parsed: McpUiResourceCsp = {};
  const reasons: string[] = [];
  for (const field of CSP_FIELDS) {
    const domains: unknown = (csp as Record<string, unknown>)[field];
    if (domains === undefined) continue;
    if (!Array.isArray(domains)) {
      reasons.push(`The declared csp.${field} is not a list.`);
    } else if (domains.length > MAX_DOMAINS_PER_FIELD) {
      reasons.push(`The declared csp.${field} has more than ${MAX_DOMAINS_PER_FIELD} domains.`);
    } else {
      const verdicts = domains.map(validateDomain);
      parsed[field] = verdicts.flatMap((verdict) => (verdict.ok ? [verdict.source] : []));
      reasons.push(
        ...verdicts.flatMap((verdict) => (verdict.ok ? [] : [`In csp.${field}: ${verdict.reason}`])),
      );
    }
  }
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, csp: parsed };
}

/** Every domain that is declared, whatever for, each once. */
export function declaredDomains(csp: McpUiResourceCsp | undefined): readonly string[] {
  return [...new Set(CSP_FIELDS.flatMap((field) => csp?.[field] ?? []))];
}

/** What {@link viewCsp} needs. */
export interface ViewCspOptions {
  /** The declared `_meta.ui.csp`; `undefined` gives the spec's restrictive default. */
  readonly csp: McpUiResourceCsp | undefined;
  /** Origins that may frame the document: every ancestor counts, so proxy and host. */
  readonly frameAncestors: readonly string[];
  /** Allows `eval`. Default false; only by approval per digest. */
  readonly unsafeEval?: boolean;
}

/**
 * The `Content-Security-Policy` of a View (spec 2026-01-26, "Host Behavior" and "Sandbox proxy" 5).
 * Throws `invalid-argument` for a domain that {@link validateDomain} rejects.
 */
export function viewCsp({ csp, frameAncestors, unsafeEval = false }: ViewCspOptions): string {
  const scripts = `'self' 'unsafe-inline'${unsafeEval ? " 'unsafe-eval'" : ""}`;
  const fixed = [
    "object-src 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.join(" ")}`,
    `sandbox ${VIEW_SANDBOX_FLAGS}`,
  ];
  if (csp === undefined) {
    return [
      "default-src 'none'",
      `script-src ${scripts}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "media-src 'self' data:",
      "connect-src 'none'",
      "base-uri 'self'",
      ...fixed,
    ].join("; ");
  }
  const { connect, resource, frame, base } = sources(csp);
  return [
    "default-src 'none'",
    `script-src ${[scripts, ...resource].join(" ")}`,
    `style-src ${["'self' 'unsafe-inline'", ...resource].join(" ")}`,
    `img-src ${["'self' data: blob:", ...resource].join(" ")}`,
    `media-src ${["'self' data: blob:", ...resource].join(" ")}`,
    `font-src ${["'self' data:", ...resource].join(" ")}`,
    "worker-src 'self' blob:",
    `connect-src ${["'self'", ...connect].join(" ")}`,
    `frame-src ${frame.join(" ") || "'none'"}`,
    `base-uri ${base.join(" ") || "'self'"}`,
    ...fixed,
  ].join("; ");
}

/**
 * The `Connection-Allowlist` of a View: its own origin and what it declared. Chromium only; there it is what stops
 * WebRTC, preconnect and dns-prefetch, which no CSP directive governs. Redirects are left to the CSP, which judges
 * their targets one by one; this header would block them all, and declared CDNs redirect. Throws like {@link viewCsp}.
 */
export function connectionAllowlist(csp: McpUiResourceCsp | undefined): string {
  const { connect, resource, frame } = sources(csp ?? {});
  const patterns = [...new Set([...connect, ...resource, ...frame])].map((source) => `"${source}/*"`);
  return `(${["response-origin", ...patterns].join(" ")});redirects=allow`;
}

function sources(
  csp: McpUiResourceCsp,
): Record<"connect" | "resource" | "frame" | "base", readonly string[]> {
  const verdict = validateCsp(csp);
  // A header is built from nothing that was not parsed here, whatever the caller believes to have checked.
  if (!verdict.ok) throw new VitrineError("invalid-argument", verdict.reasons.join(" "));
  const { connectDomains = [], resourceDomains = [], frameDomains = [], baseUriDomains = [] } = verdict.csp;
  return { connect: connectDomains, resource: resourceDomains, frame: frameDomains, base: baseUriDomains };
}

const FEATURES = {
  camera: "camera",
  microphone: "microphone",
  geolocation: "geolocation",
  clipboardWrite: "clipboard-write",
} as const satisfies Record<keyof McpUiResourcePermissions, string>;

const ALWAYS_DENIED = (
  "accelerometer autoplay browsing-topics clipboard-read compute-pressure " +
  "display-capture encrypted-media fullscreen gamepad gyroscope hid identity-credentials-get idle-detection " +
  "keyboard-map local-fonts local-network-access magnetometer midi otp-credentials payment picture-in-picture " +
  "publickey-credentials-create publickey-credentials-get screen-wake-lock serial speaker-selection storage-access " +
  "usb window-management xr-spatial-tracking"
).split(" ");

function grantedFeatures(permissions: McpUiResourcePermissions | undefined): readonly string[] {
  // `{}` grants; `false`, `null` and absence do not.
  const keys = Object.keys(FEATURES) as (keyof typeof FEATURES)[];
  return keys.filter((key) => Boolean(permissions?.[key])).map((key) => FEATURES[key]);
}

/**
 * The `Permissions-Policy` of a View: everything denied but what was approved. `allowlist` is `(self)` by default;
 * a document whose opaque child holds the View needs `*`, because no allowlist can name an opaque origin.
 */
export function permissionsPolicy(
  permissions: McpUiResourcePermissions | undefined,
  allowlist: "(self)" | "*" = "(self)",
): string {
  const granted = grantedFeatures(permissions);
  return [
    ...Object.values(FEATURES).map((feature) => `${feature}=${granted.includes(feature) ? allowlist : "()"}`),
    ...ALWAYS_DENIED.map((feature) => `${feature}=()`),
  ].join(", ");
}

/**
 * The `allow` attribute for the approved permissions, wanted on the proxy's frame and on the View's alike.
 * Without `origin` each feature goes to the origin of the frame's own address.
 */
export function allowAttribute(permissions: McpUiResourcePermissions | undefined, origin?: string): string {
  return grantedFeatures(permissions)
    .map((feature) => (origin === undefined ? feature : `${feature} ${origin}`))
    .join("; ");
}
