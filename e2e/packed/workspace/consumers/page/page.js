import {
  createHost,
  createMemoryApprovalStore,
  createMemoryTemplateStore,
  httpSandbox,
  reasonOf,
} from "/vitrine.js";

/* Connects to `?server`, opens its tool `show`, and says how the View is. */

const query = new URLSearchParams(location.search);
const say = (text) => (document.querySelector("[role=status]").textContent = text);

if (query.get("policy").endsWith("trusted-types default")) {
  trustedTypes.createPolicy("default", {
    createScriptURL: (url) => (/\/review-worker-[\w-]+\.js$/.test(url) ? url : null),
  });
}

const host = createHost({
  sandbox: httpSandbox({
    proxy: query.get("proxy"),
    ticket: async ({ uri, digest, htmlDigest }, { server: { identity } }) => {
      const body = JSON.stringify({ identity, uri, digest, facts: { htmlDigest } });
      return (await fetch("/ticket", { method: "POST", body })).text();
    },
  }),
  approve: { mode: "trust-on-first-use", store: createMemoryApprovalStore() },
  templates: createMemoryTemplateStore(),
  policy: () => ({ verdict: "allow" }),
});
// What the browser enforces is looked at beside everything else; a policy may stop that, too.
host.enforcement.subscribe(() => document.body.setAttribute("data-probed", ""));

try {
  const server = await host.connect({ name: "shop", url: query.get("server") });
  const view = server.openView(document.querySelector("#view"), { tool: "show" });
  const tell = () => say([view.get().phase, view.get().reason].join(" ").trim());
  view.subscribe(tell);
  tell();
} catch (error) {
  say(reasonOf(error));
}
