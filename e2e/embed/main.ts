import {
  createHost,
  httpSandbox,
  opaqueSandbox,
  reasonOf,
  type HttpSandboxOptions,
  type Sandbox,
} from "@vitrine/bridge";

/* The smallest embedder there is: it connects to `?server` directly, opens `?tool`, and shows state and record. With
   `?views=opaque` its sandbox is the fallback that has one origin for all Views, with `?views=foreign` `?proxy` is the
   page of somebody else's proxy. */

const query = new URLSearchParams(location.search);
const status = document.querySelector("[role=status]");
const record = document.querySelector("#record");
const container = document.querySelector<HTMLElement>("#container");
const proxy = query.get("proxy") ?? "";

const options: HttpSandboxOptions = {
  proxy,
  async ticket({ uri, digest, htmlDigest, csp, permissions, domain }) {
    const facts = { htmlDigest, csp, permissions, domain };
    const response = await fetch("/ticket", {
      method: "POST",
      body: JSON.stringify({ uri, digest, facts }),
    });
    return response.text();
  },
};

async function run(): Promise<void> {
  const host = createHost({
    sandbox: sandboxFor(query.get("views")),
    approve: { mode: "trust-on-first-use" },
    policy: () => ({ verdict: "allow" }),
  });
  const server = await host.connect({ name: "direct", url: query.get("server") ?? "" });
  const state = server.state.get();
  if (container === null || state.phase !== "ready") throw new Error("The server is gone.");
  const view = server.openView(container, { tool: query.get("tool") ?? "" });
  const show = (): void => say(`${state.protocolVersion} ${view.get().phase}`);
  view.subscribe(show);
  show();
  host.audit.subscribe((entries) => record?.append(...entries.map((entry) => `${JSON.stringify(entry)}\n`)));
}

function sandboxFor(views: string | null): Sandbox {
  switch (views) {
    case "opaque":
      return opaqueSandbox(options);
    case "foreign":
      return { proxy: new URL(proxy) };
    default:
      return httpSandbox(options);
  }
}

function say(text: string): void {
  if (status !== null) status.textContent = text;
}

run().catch((error: unknown) => say(reasonOf(error)));
