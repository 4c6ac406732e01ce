import { createSandbox, signTicket } from "@vitrine/bridge/sandbox";
import { forward, isFromPage } from "./forward.js";

/*
 * The whole server as one `fetch`, for any platform that has that; see server.js for Node. It is bound to:
 *   HOST       host name and port of the page            SANDBOX  host name and port below which Views are served
 *   TEMPLATES  the templates of vitrine.lock.json        KEY      32 random bytes, the same in every instance
 *   MCP_URL    the MCP server                            ASSETS   the built page, `{ fetch }`
 * The sandbox keeps templates and addresses in memory: where instances come and go, give it one that stays, such as
 * a durable object.
 */
let sandbox;

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const origin = `${url.protocol}//${env.HOST}`;
    if (url.host !== env.HOST) {
      sandbox ??= createSandbox({ hostOrigins: [origin], base: env.SANDBOX, key: env.KEY });
      return sandbox(request);
    }
    const proxy = `${url.protocol}//proxy.${env.SANDBOX}`;
    switch (url.pathname) {
      case "/settings":
        return Response.json({ proxy });
      case "/ticket":
        if (!isFromPage(request)) return new Response("This is for the page alone.", { status: 403 });
        return signed(await request.json(), { ...env, origin });
      case "/mcp":
        return forward(request, env.MCP_URL);
      default:
        return withPolicy(await env.ASSETS.fetch(request), proxy);
    }
  },
};

/**
 * Signs a ticket for one View of a template that somebody looked at and committed. It believes the page nothing: what
 * is signed comes from the list, and the sandbox takes only the bytes that have the signed digest.
 */
async function signed({ uri, digest }, { TEMPLATES, KEY, origin }) {
  const template = TEMPLATES.find((candidate) => candidate.uri === uri && candidate.digest === digest);
  if (template === undefined) {
    const mend = 'look at it with "vitrine review --config mcp.json --update" and commit vitrine.lock.json';
    return new Response(`This version of ${uri} is not approved: ${mend}.`, { status: 403 });
  }
  const { facts, unsafeEval } = template;
  const exp = Math.floor(Date.now() / 1000) + 30;
  return new Response(
    await signTicket(KEY, {
      v: 1,
      identity: "tea-shop",
      uri,
      digest,
      facts,
      unsafeEval,
      embedder: origin,
      exp,
    }),
  );
}

function withPolicy(response, proxy) {
  const page = new Response(response.body, response);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'", // the review of templates
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${proxy}`,
    `frame-src ${proxy}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  page.headers.set("content-security-policy", policy.join("; "));
  page.headers.set("referrer-policy", "no-referrer");
  page.headers.set("x-content-type-options", "nosniff");
  return page;
}
