import { sha256 } from "../digest.ts";
import { hex } from "../hex.ts";
import { admit } from "./admission.ts";
import type { AdmissionOptions } from "./admission.ts";
import { createBodyReader } from "./body-reader.ts";
import { json, sentence } from "./response.ts";
import type { SpentTickets } from "./spent-tickets.ts";
import type { TemplateCache } from "./template-cache.ts";
import { sign } from "./ticket.ts";
import type { SandboxKey, TicketClaims } from "./ticket.ts";
import type { ViewAddresses } from "./view-addresses.ts";
import { viewHeaders } from "./view-document.ts";

/** What {@link createStore} needs. */
export interface StoreOptions extends AdmissionOptions {
  readonly maxTemplateBytes: number;
  readonly cache: TemplateCache;
  readonly addresses: ViewAddresses;
  readonly tickets: SpentTickets;
}

const MAX_TICKET_BYTES = 64 * 1024;
/** A body that trickles in holds memory: after this time it is given up. */
const BODY_MS = 30_000;

/**
 * Creates the handler of `POST /store`: the host's page leaves a template with a ticket and gets the address of its
 * View. The body is the ticket, a line feed, and the raw HTML; nothing but the ticket when the sandbox has the HTML
 * already, and `404 { "need": "template" }` when it has it no longer. Everything else is refused with a sentence.
 */
export function createStore(options: StoreOptions): (request: Request, base: string) => Promise<Response> {
  const { hostOrigins, key, maxTemplateBytes, cache, addresses, tickets } = options;

  return async (request, base) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), BODY_MS);
    try {
      return await take(request, base, late.signal);
    } finally {
      clearTimeout(timer);
    }
  };

  async function take(request: Request, base: string, deadline: AbortSignal): Promise<Response> {
    const embedder = request.headers.get("Origin");
    if (embedder === null || !hostOrigins.has(embedder)) {
      return sentence(
        403,
        `Templates are taken from host pages only, and ${embedder ?? "no origin"} is none.`,
      );
    }
    const cors = { "Access-Control-Allow-Origin": embedder, Vary: "Origin" };
    const refuse = (status: number, reason: string): Response => sentence(status, reason, cors);
    const site = request.headers.get("Sec-Fetch-Site");
    if (site !== null && site !== "cross-site") {
      return refuse(403, "Templates are taken from pages of another site than the sandbox's only.");
    }
    if (!request.headers.get("Content-Type")?.startsWith("text/plain")) {
      return refuse(415, "A template is sent as text/plain.");
    }

    // The ticket is judged before a byte of the template is read.
    const body = createBodyReader(request.body, deadline);
    const admission = await admit((await body.line(MAX_TICKET_BYTES)) ?? "", options);
    if (!admission.ok || admission.claims.embedder !== embedder) {
      await body.cancel();
      return admission.ok
        ? refuse(403, `The ticket was not made for ${embedder}.`)
        : refuse(admission.status, admission.reason);
    }

    const { claims } = admission;
    const { htmlDigest } = claims.facts;
    const bytes = await body.rest(maxTemplateBytes);
    if (deadline.aborted) return refuse(408, `The template did not arrive within ${BODY_MS / 1000} seconds.`);
    if (bytes === undefined) {
      await body.cancel();
      return refuse(413, `The template is larger than ${maxTemplateBytes} bytes.`);
    }
    if (bytes.byteLength === 0) {
      if (cache.get(htmlDigest) === undefined) return json(404, { need: "template" }, cors);
    } else if ((await sha256(bytes)) === htmlDigest) {
      cache.set(htmlDigest, bytes);
    } else return refuse(400, "The HTML is not the one that the ticket is for.");

    if (!tickets.spend(claims)) return refuse(403, "The ticket was used before; each is good for one View.");
    const { protocol, origin } = new URL(request.url);
    const host = `${await viewLabel(key, claims)}.${await serverLabel(claims.identity)}.${base}`;
    const token = addresses.issue({ host, htmlDigest, headers: viewHeaders(claims, origin) });
    if (token === undefined)
      return refuse(503, "Too many Views wait to be loaded; try again in a few seconds.");
    return json(200, { url: `${protocol}//${host}/view/${token}` }, cors);
  }
}

/** Views of one server are one site, hence one process; another server's are another. */
async function serverLabel(identity: string): Promise<string> {
  return (await sha256(identity)).slice("sha256:".length, "sha256:".length + 16);
}

/** Random, so that no View shares an origin; stable where a declared domain was approved, for storage and CORS. */
async function viewLabel(key: SandboxKey, { identity, facts }: TicketClaims): Promise<string> {
  if (facts.domain === undefined) return hex(crypto.getRandomValues(new Uint8Array(16)));
  const mac = await sign(key, "label", JSON.stringify([identity, facts.domain]));
  return hex(mac.subarray(0, 16));
}
