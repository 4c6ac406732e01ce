import * as core from "@vitrine/bridge";
import * as browser from "@vitrine/bridge/browser";
import * as element from "@vitrine/bridge/element";
import * as kit from "@vitrine/bridge/playwright";
import * as react from "@vitrine/bridge/react";
import * as sandbox from "@vitrine/bridge/sandbox";
import * as testing from "@vitrine/bridge/testing";
import type { ReactElement } from "react";

/* Every export of the package, as strangers write them: it is compiled, never run. */

export const everything = { core, browser, element, kit, react, sandbox, testing };

const policy: core.Policy = core.policyFromRules([{ tool: "pay_*", verdict: "ask" }]);

export const host: core.Host = core.createHost({
  sandbox: core.httpSandbox({
    proxy: "https://proxy.sandbox.example",
    ticket: async ({ digest }, { grants, signal }) => `${digest} ${grants.unsafeEval} ${signal.aborted}`,
  }),
  policy,
  consent: async ({ answers }) => answers[0] ?? "deny",
  approve: { mode: "trust-on-first-use", store: core.createMemoryApprovalStore() },
  context: { theme: "dark", displayMode: "inline" },
  onMessage: ({ role, content }) => {
    for (const block of content) if (block.type === "text") document.title = `${role}: ${block.text}`;
  },
});

export async function open(container: HTMLElement): Promise<core.ViewState> {
  const server: core.Server = await host.connect({ name: "shop", url: "https://shop.example/mcp" });
  const view: core.View = server.openView(container, {
    tool: "show_basket",
    arguments: { basket_id: "b1" },
    result: Promise.resolve({ content: [{ type: "text", text: "one tea" }] }),
  });
  view.subscribe(() => document.body.setAttribute("data-phase", view.get().phase));
  await view.close();
  return view.get();
}

export function Basket({ server }: { readonly server: core.Server }): ReactElement {
  const state = react.useObservable(server.state);
  return (
    <react.McpApp
      server={server}
      tool="show_basket"
      arguments={{ basket_id: state.phase }}
      onState={({ phase }, view) => void (phase === "failed" && view.close())}
    />
  );
}

export function connect(app: element.McpAppElement, server: core.Server): void {
  app.server = server;
  app.result = { content: [] };
  app.addEventListener("state", () => app.view?.get());
}

export const handle: (request: Request) => Promise<Response> = sandbox.createSandbox({
  hostOrigins: ["https://app.example"],
  key: crypto.getRandomValues(new Uint8Array(32)),
});

export const fake: testing.TestHost = testing.createTestHost();
