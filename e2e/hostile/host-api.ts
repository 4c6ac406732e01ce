import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { RunningHost } from "../fixtures/host.ts";

/** An answer to a request that no browser made. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks the host's API as its own page does. */
export function api(
  host: RunningHost,
  path: string,
  init: Omit<RequestInit, "headers"> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  return fetch(new URL(path, host.url), {
    ...init,
    headers: { authorization: "Bearer e2e-token", "content-type": "application/json", ...init.headers },
  });
}

/** The address of the sandbox proxy. */
export async function proxyOf(host: RunningHost): Promise<URL> {
  const { sandbox } = (await (await api(host, "/api/bootstrap")).json()) as { sandbox: { proxy: string } };
  return new URL(sandbox.proxy);
}

/** Asks an address of this machine under any name and with any headers. */
export function plain(
  url: URL,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<PlainAnswer> {
  const { method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port: url.port,
        path: url.pathname + url.search,
        method,
        headers: {
          host: url.host,
          ...headers,
          ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** A true ticket for an approved version. */
export async function ticketFor(
  host: RunningHost,
  { identity, uri, digest }: { readonly identity: string; readonly uri: string; readonly digest: string },
): Promise<string> {
  const answer = await api(host, "/api/tickets", {
    method: "POST",
    body: JSON.stringify({ identity, uri, digest }),
  });
  return ((await answer.json()) as { ticket: string }).ticket;
}

/** Leaves a template at the sandbox, as the host's page does or, with other headers, somebody else. */
export async function storeTemplate(
  host: RunningHost,
  ticket: string,
  html: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PlainAnswer> {
  return plain(new URL("/store", await proxyOf(host)), {
    method: "POST",
    headers: { origin: new URL(host.url).origin, "content-type": "text/plain", ...headers },
    body: `${ticket}\n${html}`,
  });
}
