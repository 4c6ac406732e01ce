import { plainTool, templateOf, viewTool } from "../hostile/raw-http-server.ts";
import { clause } from "./clause.ts";
import { inside, listeningView } from "./listening-view.ts";
import type { Stage } from "./stage.ts";

/** Nothing but visibility stands between a View and a tool. */
const allowAll = [{ server: "*", verdict: "allow" }] as const;

/** A host without a page, as one has who only calls tools. */
async function connect(
  { bridge }: Stage,
  url: string,
): Promise<Awaited<ReturnType<ReturnType<Stage["bridge"]["createHost"]>["connect"]>>> {
  const host = bridge.createHost({
    sandbox: bridge.httpSandbox({ proxy: "http://proxy.localhost", ticket: () => Promise.resolve("") }),
    approve: { store: bridge.createMemoryApprovalStore() },
    templates: bridge.createMemoryTemplateStore(),
    audit: bridge.createAuditLog({ store: bridge.createMemoryAuditStore() }),
    policy: () => ({ verdict: "allow" }),
  });
  return host.connect({ name: "shop", url });
}

clause(
  "visibility-default",
  "a tool that says nothing is there for the model and for Views",
  async (stage) => {
    const server = await stage.serve([
      { name: "show", html: listeningView(), visibility: ["model", "app"] },
      { name: "count" },
    ]);
    const connected = await connect(stage, server.url);
    stage
      .expect(connected.tools.get().find(({ name }) => name === "count")?.visibility)
      .toEqual(["model", "app"]);
    const view = await (await stage.host(server, { policy: allowAll })).open("show");
    stage.expect(await inside(view).request("tools/call", { name: "count" })).toHaveProperty("result");
    await connected.close();
  },
);

clause(
  "tools-for-model",
  "the model is offered no tool that is there for Views only, and cannot call it",
  async (stage) => {
    const server = await stage.serve([{ name: "refresh", visibility: ["app"] }, { name: "order" }]);
    const connected = await connect(stage, server.url);
    const offered = connected.tools.get().filter((tool) => stage.bridge.isCallableBy(tool, "model"));
    stage.expect(offered.map(({ name }) => name)).toEqual(["order"]);
    await stage
      .expect(connected.callTool("refresh", { actor: "model" }))
      .rejects.toThrow(/not offered to the model/);
    stage.expect(server.calls).toEqual([]);
    await connected.close();
  },
);

clause(
  "tools-for-apps",
  "a View's call of a tool that is there for the model only is refused",
  async (stage) => {
    const server = await stage.serve([
      { name: "show", html: listeningView() },
      { name: "summarise", visibility: ["model"] },
    ]);
    const view = await (await stage.host(server, { policy: allowAll })).open("show");
    stage.expect(await inside(view).request("tools/call", { name: "summarise" })).toMatchObject({
      error: {
        code: -32000,
        data: { reason: stage.expect.stringContaining("not offered to Views") as unknown },
      },
    });
    stage.expect(server.calls.map(({ tool }) => tool)).not.toContain("summarise");
  },
);

clause("own-server-only", "a View cannot call another server's tool, by any name", async (stage) => {
  const own = await stage.serveRaw({
    tools: () => [viewTool("show")],
    read: (uri) => [templateOf(uri, listeningView())],
  });
  const other = await stage.serveRaw({
    tools: () => [plainTool("refill", { _meta: { ui: { visibility: ["app"] } } })],
  });
  const workbench = await stage.webApp({
    mcpServers: { own: { url: own.url }, other: { url: other.url } },
    vitrine: { policy: allowAll },
  });
  await workbench.tool("other", "refill").waitFor();
  await workbench.run("own", "show");
  const call = inside(workbench.view("show"));
  for (const name of ["refill", "other/refill", "other:refill"]) {
    stage.expect(await call.request("tools/call", { name })).toMatchObject({ error: { code: -32000 } });
  }
  stage.expect(own.calls()).toEqual(["show"]);
  stage.expect(other.calls()).toEqual([]);
});
