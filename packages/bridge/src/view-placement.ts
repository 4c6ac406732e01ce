import { allowAttribute } from "./csp.ts";
import type { Grants } from "./grants.ts";
import { proxyPageAddress, type ResourceReadyParams } from "./sandbox-protocol.ts";
import type { Sandbox, StoreOptions } from "./sandbox-client.ts";
import type { Server } from "./server.ts";
import type { Template } from "./template.ts";
import type { MessageBounds } from "./message-bounds.ts";

/** Where a View will run, and what its proxy is told to load. */
export interface ViewPlacement {
  /** The page that the outer frame loads. */
  readonly page: URL;
  /** The View's origin; `null` for an opaque one, as browsers write it. */
  readonly origin: string;
  /** The params of `ui/notifications/sandbox-resource-ready`. */
  readonly resource: ResourceReadyParams | Readonly<Record<string, unknown>>;
  /** Whether the proxy is ours and takes a `MessagePort`. */
  readonly port: boolean;
  /** What the proxy page is told about who embeds it; ours gets that in its address. */
  readonly referrer: ReferrerPolicy;
}

/** Puts an approved template where its View can load it. Each kind of sandbox has its own way. */
export async function placeView(options: {
  readonly sandbox: Sandbox;
  readonly server: Pick<Server, "name" | "identity">;
  readonly template: Template;
  readonly grants: Grants;
  readonly title: string;
  readonly bounds: MessageBounds;
  /** The origin of the page that embeds the proxy. */
  readonly host: string;
  readonly signal: AbortSignal;
}): Promise<ViewPlacement> {
  const { sandbox, server, template, grants, title, bounds, host, signal } = options;
  const { name, identity } = server;
  const forStore: StoreOptions = { server: { name, identity }, grants, signal };
  const allow = allowAttribute(template.permissions);
  if (sandbox.store !== undefined) {
    const view = await sandbox.store(template, forStore);
    return {
      page: proxyPageAddress(sandbox.proxy, { host, view }),
      origin: view.origin,
      resource: { url: view.href, allow, title, bounds },
      port: true,
      referrer: "no-referrer",
    };
  }
  if (sandbox.address !== undefined) {
    const page = await sandbox.address(template, forStore);
    page.searchParams.set("host", host);
    const resource = { html: template.html, allow, title, bounds };
    return { page, origin: "null", resource, port: true, referrer: "no-referrer" };
  }
  // A foreign proxy gets what the spec says: the raw HTML and the declarations to enforce. Which origin may speak to
  // it, the spec does not say how it learns; the reference implementation's takes it from the referrer.
  const resource = { html: template.html, csp: template.csp, permissions: template.permissions };
  return { page: sandbox.proxy, origin: "null", resource, port: false, referrer: "origin" };
}
