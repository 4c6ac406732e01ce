import type { Grants } from "./grants.ts";
import type { Server } from "./server.ts";
import type { Template } from "./template.ts";

/** Where the host page runs its Views. Three kinds, told apart by the method that they have. */
export type Sandbox = ServedSandbox | OpaqueSandbox | ForeignSandbox;

/** Each View is served over HTTP from an origin of its own: the strongest kind. See `httpSandbox`. */
export interface ServedSandbox {
  /** The origin of the proxy page. */
  readonly proxy: URL;
  /** Leaves the template at the sandbox and returns the single-use address of its View, good for 30 seconds. */
  readonly store: (template: Template, options: StoreOptions) => Promise<URL>;
  readonly address?: never;
}

/** Each View is an opaque child of its proxy, where no wildcard host can be had. See `opaqueSandbox`. */
export interface OpaqueSandbox {
  /** The origin of the proxy page. */
  readonly proxy: URL;
  readonly store?: never;
  /** Returns the address of the proxy page for this template; the raw HTML follows by message. */
  readonly address: (template: Template, options: StoreOptions) => Promise<URL>;
}

/** A proxy of somebody else that follows the spec: it gets raw HTML and is trusted to enforce the CSP. */
export interface ForeignSandbox {
  /** The address of the proxy page. */
  readonly proxy: URL;
  readonly store?: never;
  readonly address?: never;
}

/** What goes with a template to its sandbox. */
export interface StoreOptions {
  /** Whose template it is: its name here, and the identity that approvals and tickets name. */
  readonly server: Pick<Server, "name" | "identity">;
  /** What the template was granted beside running. */
  readonly grants: Grants;
  readonly signal: AbortSignal;
}
