import { get } from "node:http";
import { startCollector } from "./fixtures/collector.ts";
import { grant } from "./fixtures/grant.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const reach = (origin: string): string => `
  const outcomes = [];
  await fetch("${origin}/fetch").then(() => outcomes.push("fetched"), () => outcomes.push("blocked"));
  await new Promise((resolve) => { const image = new Image(); image.onload = image.onerror = resolve; image.src = "${origin}/image"; });
  try { outcomes.push(top.document.title); } catch { outcomes.push("host out of reach"); }
  try { outcomes.push(parent.document.title); } catch { outcomes.push("proxy out of reach"); }
  show(outcomes.join(", "));`;

test.describe("A View cannot reach", () => {
  test("an origin that was not declared; the same View does when it was declared and approved", async ({
    workbench,
    startHost,
    startServer,
  }) => {
    const collector = await startCollector();
    const html = testView(reach(collector.origin));
    const server = await startServer([
      { name: "undeclared", html },
      { name: "declared", html, ui: { csp: { connectDomains: [collector.origin] } } },
    ]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "undeclared");
    await expect(workbench.view("undeclared").getByRole("status")).toHaveText(
      "blocked, host out of reach, proxy out of reach",
    );
    expect(collector.hits).toEqual([]);

    // A domain on this machine is not approved on first use: a person has to allow it by name.
    await workbench.run("test", "declared");
    await expect(workbench.card("declared").locator("iframe")).toHaveCount(0);
    await grant(
      workbench,
      host.url,
      { server: "test", uri: "ui://test/declared.html" },
      { localDomains: [collector.origin] },
    );
    await workbench.open(host.url);
    await workbench.run("test", "declared");
    await expect(workbench.view("declared").getByRole("status")).toContainText("fetched");
    expect(collector.hits).toEqual(["/fetch"]);
    collector.close();
  });

  test("another View: each has an origin of its own", async ({ workbench, runFirst }) => {
    await runFirst([
      { name: "one", html: testView("show(location.origin);") },
      { name: "two", html: testView("show(location.origin);") },
    ]);
    const first = workbench.view("one").getByRole("status");
    await expect(first).toContainText(".localhost");
    await workbench.run("test", "two");
    const second = workbench.view("two").getByRole("status");
    await expect(second).toContainText(".localhost");
    expect(await first.textContent()).not.toBe(await second.textContent());
  });
});

test("The address of a View works once, and for nobody who has it", async ({ workbench, runFirst }) => {
  await runFirst([{ name: "show", html: testView("show(location.href);") }]);
  const status = workbench.view("show").getByRole("status");
  await expect(status).toContainText("/view/");
  expect(await statusOf(new URL((await status.textContent()) ?? ""))).toBe(410);
});

test("The relay answers nobody without the page's token, from another origin, or under another name", async ({
  shop,
}) => {
  const ask = (headers: Record<string, string>): Promise<number> =>
    fetch(new URL("/api/bootstrap", shop.url), { headers }).then(({ status }) => status);
  const authorization = "Bearer e2e-token";
  expect(await ask({})).toBe(401);
  expect(await ask({ authorization: "Bearer guess" })).toBe(401);
  expect(await ask({ authorization, origin: "https://evil.example" })).toBe(403);
  expect(await ask({ authorization })).toBe(200);
});

/** Asks for a page below `localhost`, a name that a browser knows and Node's resolver does not. */
function statusOf({ host, port, pathname }: URL): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path: pathname, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
}

test("What this browser enforces for the sandbox is found out at the start, and recorded once", async ({
  workbench,
  runFirst,
}) => {
  await runFirst([{ name: "show", html: testView(`show("ready");`) }]);
  const probed = async (): Promise<readonly unknown[]> =>
    (await workbench.record()).filter(({ kind }) => kind === "sandbox.probed");
  await expect.poll(probed).toEqual([
    expect.objectContaining({
      views: "origins",
      enforced: [
        "view-origins",
        "cross-site",
        "frame-src",
        "connection-allowlist",
        "webrtc",
        "permissions-policy",
        "origin-agent-cluster",
      ],
      notEnforced: [],
      unknown: [],
    }),
  ]);
  // The pages that found it out are gone.
  await expect(workbench.page.locator("iframe[aria-hidden]")).toHaveCount(0);
});
