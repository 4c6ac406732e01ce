import { reasonOf, VitrineError } from "./errors.ts";
import type { OpaqueSandbox, ServedSandbox, StoreOptions } from "./sandbox-client.ts";
import type { Template } from "./template.ts";

/** How the host page reaches the origins that `createSandbox` serves. */
export interface HttpSandboxOptions {
  /** The origin of the proxy, such as `http://proxy.localhost:5181`. */
  readonly proxy: URL | string;
  /**
   * Asks the host's own server for a ticket (`signTicket`) that says: this template is approved. The page cannot
   * make one, so a page that was taken over still shows nothing that was not approved. `server` says whose template it
   * is; `grants` are those that this page knows of: a server that keeps the approvals itself goes by its own.
   */
  readonly ticket: (template: Template, options: StoreOptions) => Promise<string>;
}

/**
 * The sandbox whose Views are served over HTTP, each from an origin of its own. A template's bytes travel once per
 * page; after that the ticket is enough until the sandbox forgets them. Rejects with `sandbox-unreachable` when the
 * sandbox does not answer or refuses, with `cancelled` when the caller gave up.
 */
export function httpSandbox({ proxy, ticket }: HttpSandboxOptions): ServedSandbox {
  const proxyUrl = new URL(proxy);
  const sent = new Set<string>();

  const post = async (parts: readonly string[], signal: AbortSignal): Promise<Response> => {
    try {
      // `text/plain` needs no preflight: one round trip.
      const body = new Blob([...parts], { type: "text/plain" });
      return await fetch(new URL("/store", proxyUrl), { method: "POST", body, signal, credentials: "omit" });
    } catch (cause) {
      if (signal.aborted)
        throw new VitrineError("cancelled", "Storing the template was cancelled.", { cause });
      const mend =
        "check that it runs, that this page's origin is one of its host origins, and that this page's " +
        "Content-Security-Policy, if it has one, names it in connect-src";
      throw unreachable(`The sandbox at ${proxyUrl.origin} did not answer; ${mend}.`, cause);
    }
  };

  return {
    proxy: proxyUrl,
    async store(template, options) {
      const { signal } = options;
      const line = `${await ticket(template, options)}\n`;
      let response = sent.has(template.htmlDigest)
        ? await post([line], signal)
        : await post([line, template.html], signal);
      // The sandbox keeps a bounded number of bytes and starts empty: what it had, it may have no longer.
      if (response.status === 404 && sent.delete(template.htmlDigest)) {
        response = await post([line, template.html], signal);
      }
      const text = await response.text().catch((cause: unknown) => {
        throw unreachable(`The sandbox at ${proxyUrl.origin} broke off its answer.`, cause);
      });
      if (!response.ok) throw unreachable(`The sandbox refused the template: ${text}`);
      const url = viewAddress(text, proxyUrl);
      sent.add(template.htmlDigest);
      return url;
    },
  };
}

/**
 * The fallback for a place without wildcard hosts: one sandbox origin, each View an opaque child of its proxy.
 * Weaker than {@link httpSandbox}; the differences are listed in `sandbox/opaque-page.ts`.
 */
export function opaqueSandbox({ proxy, ticket }: HttpSandboxOptions): OpaqueSandbox {
  const proxyUrl = new URL(proxy);
  return {
    proxy: proxyUrl,
    async address(template, options) {
      const address = new URL("/opaque", proxyUrl);
      address.searchParams.set("ticket", await ticket(template, options));
      return address;
    },
  };
}

/** A View has the proxy's scheme and a name below the proxy's base: anything else is not our sandbox's answer. */
function viewAddress(text: string, proxy: URL): URL {
  try {
    const { url: address } = JSON.parse(text) as { readonly url: string };
    const url = new URL(address);
    const base = proxy.host.slice(proxy.host.indexOf("."));
    if (url.protocol === proxy.protocol && url.host.endsWith(base)) return url;
  } catch (cause) {
    throw unreachable(`What answered at ${proxy.origin} is no sandbox: ${reasonOf(cause)}`, cause);
  }
  throw unreachable(`The sandbox at ${proxy.origin} answered with an address that is not its own.`);
}

function unreachable(message: string, cause?: unknown): VitrineError {
  return new VitrineError("sandbox-unreachable", message, { cause });
}
