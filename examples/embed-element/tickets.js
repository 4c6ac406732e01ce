import {
  createAuditLog,
  createHost,
  createMemoryApprovalStore,
  createMemoryAuditStore,
  createMemoryTemplateStore,
  reasonOf,
} from "@vitrine/bridge";
import { signTicket } from "@vitrine/bridge/sandbox";

const TICKET_SECONDS = 30;

/**
 * Signs a ticket for each View that may run. What may run is decided here and not in the page: this server reads the
 * templates from the MCP server itself, reviews them, and pins the first version of each in which the review finds
 * nothing that blocks. So it believes the MCP server, the first time; of the page it believes nothing but the name of
 * what it wants. A version that comes later gets no ticket until a person approves it (`shop.templates.approve`).
 */
export function createTickets({ url, key, embedder, proxy }) {
  const reviewer = createHost({
    sandbox: { proxy: new URL(proxy) }, // it opens no View
    approve: { mode: "trust-on-first-use", store: createMemoryApprovalStore() }, // a product's are in its database
    templates: createMemoryTemplateStore(),
    audit: createAuditLog({ store: createMemoryAuditStore() }),
  });
  let connecting;

  async function connect() {
    const shop = await connecting?.catch(() => undefined);
    if (shop?.state.get().phase === "ready") return shop;
    connecting = reviewer.connect({ name: "shop", url, identity: "tea-shop" }); // as the page calls it
    return connecting;
  }

  // A review takes about a second, so it is done before somebody waits for it. Who asks too early is told why.
  connect().catch(() => {});

  return {
    async issue(uri, digest) {
      try {
        const { templates, identity } = await connect();
        const entry = templates.entry(uri);
        if (entry === undefined) return refusal(`The tea shop has no template ${uri}.`);
        if (entry.state === "new" || entry.state === "changed")
          return refusal(`${uri} waits for an approval.`);
        const { template, grants } = await templates.ready(uri, { signal: AbortSignal.timeout(30_000) });
        if (template.digest !== digest) return refusal(`This version of ${uri} is not the approved one.`);
        const { htmlDigest, csp, permissions, domain } = template;
        const ticket = await signTicket(key, {
          v: 1,
          identity,
          uri,
          digest,
          facts: { htmlDigest, csp, permissions, domain },
          unsafeEval: grants.unsafeEval,
          embedder,
          exp: Math.floor(Date.now() / 1000) + TICKET_SECONDS,
        });
        return new Response(ticket);
      } catch (error) {
        return refusal(reasonOf(error));
      }
    },
  };
}

function refusal(reason) {
  return new Response(reason, { status: 403 });
}
