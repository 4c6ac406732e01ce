import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const html = testView(`
  const outcomes = [];
  for (const name of ["for_apps", "for_models", "for_nobody", "nowhere"]) {
    await request("tools/call", { name, arguments: {} }).then(() => outcomes.push(name + " ran"), ({ code }) => outcomes.push(name + " " + code));
  }
  show(outcomes.join(", "));`);

test("A View reaches the tools that are offered to apps, and the server hears of no other call", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const server = await startServer([
    { name: "show", html },
    { name: "for_apps", visibility: ["app"] },
    { name: "for_models", visibility: ["model"] },
    { name: "for_nobody", visibility: [] },
  ]);
  const host = await startHost({
    mcpServers: { test: { url: server.url } },
    vitrine: { policy: [{ action: "tools/call", verdict: "allow" }] },
  });
  await workbench.open(host.url);
  await workbench.run("test", "show");
  await expect(workbench.view("show").getByRole("status")).toHaveText(
    "for_apps ran, for_models -32000, for_nobody -32000, nowhere -32000",
  );
  expect(server.calls.map(({ tool }) => tool)).toEqual(["show", "for_apps"]);
  await expect(workbench).toHaveRecorded([
    "person show: allow by policy, ok",
    "view for_apps: allow by policy, ok",
    "view for_models: deny by spec, refused",
    "view for_nobody: deny by spec, refused",
    "view nowhere: deny by spec, refused",
  ]);
});
