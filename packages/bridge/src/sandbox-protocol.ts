import type { MessageBounds } from "./message-bounds.ts";

/**
 * What host and sandbox proxy say to each other. `ui/notifications/sandbox-*` is reserved by the spec for exactly
 * this: the proxy drops such a message when a View sends it, so a View cannot speak in the proxy's name.
 */
export const SANDBOX = {
  /** Proxy → host window, once: it listens. */
  proxyReady: "ui/notifications/sandbox-proxy-ready",
  /** Proxy → host, once: it shows no View, or no longer because the View flooded it. The window or port stays silent. */
  proxyFailed: "ui/notifications/sandbox-proxy-failed",
  /** Host window → proxy, once; may transfer one `MessagePort` that carries everything after it, both ways. */
  resourceReady: "ui/notifications/sandbox-resource-ready",
  /** Proxy → host, at most once a second: the View exceeded its bounds. */
  dropped: "ui/notifications/sandbox-dropped",
  /**
   * Proxy → host, once: the View left its document, or its address was spent; the proxy removed it and relays
   * nothing more. A View can say it, too, and only ends itself.
   */
  viewReplaced: "ui/notifications/sandbox-view-replaced",
  /** A claim of the View (or the proxy's own finding): its policy stopped something. */
  viewViolation: "ui/notifications/sandbox-view-violation",
  /** A claim of the View: an error was not caught. */
  viewError: "ui/notifications/sandbox-view-error",
  /** Host → proxy → the View's guard script: does the View's thread still run? */
  heartbeat: "ui/notifications/sandbox-heartbeat",
  /** The guard script's answer, once per heartbeat. The View could forge it, but only while its thread runs. */
  viewAlive: "ui/notifications/sandbox-view-alive",
} as const;

type Empty = Readonly<Record<string, never>>;

interface Notification<Method extends string, Params> {
  readonly jsonrpc: "2.0";
  readonly method: Method;
  readonly params: Params;
}

type ProxyReady = Notification<typeof SANDBOX.proxyReady, Empty>;
/** `reason` is a sentence for a person. */
type ProxyFailed = Notification<typeof SANDBOX.proxyFailed, { readonly reason: string }>;

/** What the host hands to our own proxy. A foreign proxy gets the spec's raw HTML message instead. */
export interface ResourceReadyParams {
  /** The address that `store` returned; for a View that is served from its own origin. */
  readonly url?: string;
  /** The raw HTML; for a View in an opaque child. */
  readonly html?: string;
  /** The inner frame's `allow`; see `allowAttribute`. Default: nothing. */
  readonly allow?: string;
  /** The inner frame's accessible name. */
  readonly title?: string;
  /** What the proxy lets the View send. Default: 100 a second, 200 at once, 1 Mi characters, 20,000 values. */
  readonly bounds?: Partial<MessageBounds>;
}
export type ResourceReady = Notification<typeof SANDBOX.resourceReady, ResourceReadyParams>;

/**
 * Why the proxy dropped a message of the View: too many, too large, not JSON-RPC 2.0, or a reserved method name.
 * A dropped request is answered with error −32000 by the proxy, as long as the View does not flood it with them.
 */
export type DropReason = "rate" | "size" | "shape" | "reserved";
/** `count` messages were dropped since the last such notification, for these reasons. */
type Dropped = Notification<
  typeof SANDBOX.dropped,
  { readonly count: number; readonly why: readonly DropReason[] }
>;

export type ViewReplaced = Notification<typeof SANDBOX.viewReplaced, Empty>;

/** All strings are cut by the proxy. */
export type ViewViolation = Notification<
  typeof SANDBOX.viewViolation,
  {
    /** The effective directive, such as `connect-src`. */
    readonly directive: string;
    /** What was blocked: a URL, or a word such as `eval` or `inline`. */
    readonly blocked: string;
    readonly source: string;
    readonly line: number;
  }
>;
export type ViewError = Notification<
  typeof SANDBOX.viewError,
  { readonly message: string; readonly source: string; readonly line: number }
>;
export type ViewAlive = Notification<typeof SANDBOX.viewAlive, Empty>;

/** Everything that our own proxy says in its own name. */
export type FromProxy =
  ProxyReady | ProxyFailed | Dropped | ViewReplaced | ViewViolation | ViewError | ViewAlive;

/**
 * The address of the proxy page for one served View. The page's `frame-src` names that View's origin and no other,
 * so a proxy is made for its View and not reused.
 */
export function proxyPageAddress(
  proxy: URL,
  { host, view }: { readonly host: string; readonly view: URL },
): URL {
  const address = new URL("/", proxy);
  address.searchParams.set("host", host);
  address.searchParams.set("view", view.hostname.split(".", 2).join("."));
  return address;
}
