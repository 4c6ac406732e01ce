import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { McpServer as FirstSdkServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { expect, startVitrine, test, type ServerUnderTest } from "@vitrine/bridge/playwright";
import { inProcess, SHOP } from "./fixtures/kit-servers.ts";
import { startLegacyServer } from "./fixtures/legacy-server.ts";
import { startServer, type TestTool } from "./fixtures/mcp-server.ts";
import { officialServer, overStdio } from "./fixtures/official-server.ts";
import { testView } from "./fixtures/test-view.ts";

const SHORT = { timeout: 500 };

/** The message with which a promise is rejected, without colours. */
async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
}

test.use({ server: inProcess(SHOP) });

test.describe("The host's side of a View", () => {
  test("changes theme, context, display mode and size", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    const status = view.getByRole("status");
    await view.host.setTheme("dark");
    await expect(status).toHaveText("dark");
    expect(await vitrine.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
    await view.host.setContext({ locale: "ja-JP" });
    await expect(status).toHaveText("ja-JP");
    expect(await view.host.setDisplayMode("fullscreen")).toBe("fullscreen");
    await expect(status).toHaveText("fullscreen");
    expect(await view.host.setDisplayMode("inline")).toBe("inline");
    await view.host.resize({ width: 640, height: 500 });
    await expect.poll(() => view.locator(":root").evaluate(() => window.innerWidth)).toBe(640);
    expect(vitrine.page.viewportSize()?.height).toBe(500);
  });

  test("a View is dark from its start where the page is", async ({ vitrine }) => {
    await vitrine.page.emulateMedia({ colorScheme: "dark" });
    const view = await vitrine.open("show_basket");
    await expect(view.getByRole("status")).toHaveText("dark");
  });

  test("hears what the View says, and tells what it asks", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    expect(await view.host.question()).toBeUndefined();
    await view.getByRole("button", { name: "Pay" }).click();
    await expect.poll(() => view.host.question()).toMatchObject({ tool: "pay", arguments: { amount: 7 } });
    await view.host.consent("allow for this session");
    await view.getByRole("button", { name: "Pay" }).click();
    await expect(view).toHaveAudited([
      "embedder show_basket: allow by policy, ok",
      "view pay: allow by person, ok",
      "view pay: allow by session, ok",
    ]);

    await view.getByRole("button", { name: "Say" }).click();
    await view.host.consent("allow once");
    await expect(view.getByRole("status")).toHaveText("said");
    expect(await view.host.messages()).toEqual([[{ type: "text", text: "I would like sencha" }]]);
    await view.getByRole("button", { name: "Tell" }).click();
    await expect(view.getByRole("status")).toHaveText("told");
    expect(await view.host.modelContext()).toEqual({ structuredContent: { items: 1 } });
  });

  test.describe("with a View that saves", () => {
    const save = testView(
      `const save = (name, contents) => [...document.querySelectorAll("button")].find((b) => b.textContent === name).onclick =
         () => request("ui/download-file", { contents }).then(() => show(name + " done"), (e) => show(e.message));
       save("Link", [{ type: "resource_link", name: "a.pdf", uri: "https://collector.example/a.pdf" }]);
       save("File", [{ type: "resource", resource: { uri: "file:///tea.txt", mimeType: "text/plain", text: "sencha" } }]);`,
      { body: "<button>Link</button><button>File</button>" },
    );
    test.use({ server: inProcess([{ name: "show", html: save }]) });

    test("downloads a file, and opens no link", async ({ vitrine, context }) => {
      const view = await vitrine.open("show");
      await view.getByRole("button", { name: "Link" }).click();
      await view.host.consent("allow once");
      await expect(view.getByRole("status")).toHaveText("Link done");
      expect(context.pages()).toEqual([vitrine.page]);

      await view.getByRole("button", { name: "File" }).click();
      const [download] = await Promise.all([
        vitrine.page.waitForEvent("download"),
        view.host.consent("allow once"),
      ]);
      expect(download.suggestedFilename()).toBe("tea.txt");
      await expect(view).toHaveAudited([
        "embedder show: allow by policy, ok",
        "view ui/download-file: allow by person, ok",
        "view ui/download-file: allow by person, ok",
      ]);
    });
  });

  test("streams input, completes it, and cancels", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket", { basket_id: "b1" }, { partial: true });
    await view.host.stream([{}, { basket_id: "b" }]);
    const items = view.getByRole("listitem");
    await expect(items).toHaveText(["partial {}", 'partial {"basket_id":"b"}']);
    await view.host.complete();
    await expect(items.last()).toHaveText('result show_basket {"basket_id":"b1"}');

    const other = await vitrine.open("show_basket", {}, { partial: true });
    await other.host.cancel("The person stopped.");
    await expect.poll(async () => (await other.host.state()).call.status).toBe("cancelled");
    await expect(other).toHaveAudited([]);
  });

  test("takes a result that the agent has already, and closes", async ({ vitrine }) => {
    const result = { content: [{ type: "text" as const, text: "from the agent" }] };
    const view = await vitrine.open("show_basket", {}, { result });
    await expect(view.getByRole("listitem").last()).toHaveText("result from the agent");
    await expect(view).toHaveAudited([]);
    await view.host.close();
    await expect(view).not.toBeReady();
    expect(await vitrine.views()).toMatchObject([{ id: view.host.id, state: { phase: "closed" } }]);
    const kinds = (await view.host.record()).map(({ kind }) => kind);
    expect(kinds).toEqual(["view.opened", "view.closed"]);
  });

  test("tells what the server has, and calls its tools", async ({ vitrine }) => {
    expect((await vitrine.tools()).map(({ name }) => name)).toEqual(["show_basket", "add", "pay"]);
    expect(await vitrine.templates()).toMatchObject([{ tools: ["show_basket"], findings: [] }]);
    const result = await vitrine.callTool("pay", { amount: 1 });
    expect(result.content).toEqual([{ type: "text", text: 'pay {"amount":1}' }]);
    await expect(vitrine).toHaveAudited(["embedder pay: allow by policy, ok"]);
  });
});

test.describe("A matcher that fails says", () => {
  test("which calls were made, and what the View asks", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    await view.getByRole("button", { name: "Add" }).click();
    await expect(view).toHaveCalledTool("add");
    await view.getByRole("button", { name: "Pay" }).click();
    await expect.poll(() => view.host.question()).toBeDefined();

    const message = await messageOf(expect(view).toHaveCalledTool("pay", { amount: 8 }, SHORT));
    expect(message).toContain('The View should have called pay {"amount":8}.');
    expect(message).toContain('add {"product":"sencha"}');
    expect(message).toContain('pay {"amount":7} – waits for the answer to a question');
    expect(message).toContain(
      'The View asks: pay {"amount":7} (answer it with view.host.consent: "allow once"',
    );

    const audited = await messageOf(expect(view).toHaveAudited(["view pay: allow by person, ok"], SHORT));
    expect(audited).toContain(
      "It has:\n  embedder show_basket: allow by policy, ok\n  view add: allow by policy, ok",
    );
    const negated = await messageOf(expect(view).not.toHaveCalledTool("add", undefined, SHORT));
    expect(negated).toContain("The View should not have called add.");
  });

  test("what sticks out", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    await expect(view).toFitWidth(640);
    const message = await messageOf(expect(view).toFitWidth(320, SHORT));
    expect(message).toMatch(/The View should fit a width of 320 px\.\s+Its content is 5\d\d px wide\./);
    expect(message).toMatch(/<td> ends at 5\d\d px/);
  });

  test("why the View is not ready", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    await view.host.close();
    const message = await messageOf(expect(view).toBeReady(SHORT));
    expect(message).toContain("The View should be ready.\n\nThe View is closed. The host closed it.");
  });

  test.describe("what the policy stopped", () => {
    const body = `<img alt="" src="https://cdn.example/tea.png">`;
    test.use({ server: inProcess([{ name: "show", html: testView("", { body }) }]) });

    test("with the declaration that allows it", async ({ vitrine }) => {
      const view = await vitrine.open("show");
      await expect(view).not.toHaveNoCspViolations();
      expect(await messageOf(expect(view).toHaveNoCspViolations(SHORT))).toContain(
        "img-src blocked https://cdn.example/tea.png; the server must declare https://cdn.example in _meta.ui.csp.resourceDomains.",
      );
    });
  });
});

test.describe("Opening fails with the reason", () => {
  test("of a tool that is not there", async ({ vitrine }) => {
    expect(await messageOf(vitrine.open("show_baskets"))).toBe(
      '"show_baskets" is no such tool at "server". Its tools with a UI: show_basket.',
    );
  });

  test("of a server that does not start", async ({ page }) => {
    const server = { command: process.execPath, args: ["-e", "console.error('no port'); process.exit(3)"] };
    const message = await messageOf(startVitrine({ page, server }));
    expect(message).toContain("ended with code 3; it said: no port");
  });

  test("of a question that does not take the answer", async ({ vitrine }) => {
    const view = await vitrine.open("show_basket");
    await view.getByRole("button", { name: "Say" }).click();
    expect(await messageOf(view.host.consent("allow for this session"))).toBe(
      'The question does not take the answer "allow for this session"; it takes "allow once", "deny".',
    );
  });

  test.describe("of an app", () => {
    const script = `<!doctype html><title>x</title><script src="https://cdn.example/app.js"></script>`;
    const tools: readonly TestTool[] = [
      { name: "silent", html: testView("", { initialize: false }) },
      { name: "blocked", html: script },
      { name: "local", html: testView(""), ui: { csp: { connectDomains: ["http://localhost:3000"] } } },
    ];
    test.use({ server: inProcess(tools) });

    test("that does not initialize, loads what it did not declare, or wants what was not granted", async ({
      vitrine,
    }) => {
      const [silent, blocked, local] = await Promise.all([
        messageOf(vitrine.open("silent")),
        messageOf(vitrine.open("blocked")),
        messageOf(vitrine.open("local")),
      ]);
      expect(silent).toContain('The View sent no "ui/initialize" within 10 s. It must call App.connect()');
      expect(blocked).toContain(
        "A likely cause: script-src-elem blocked https://cdn.example/app.js; the server must declare https://cdn.example in _meta.ui.csp.resourceDomains.",
      );
      expect(local).toContain("http://localhost:3000");
    });

    test.describe("unless it is granted", () => {
      test.use({ grants: { localDomains: ["http://localhost:3000"] } });
      test("a domain on this machine", async ({ vitrine }) => {
        await expect(await vitrine.open("local")).toBeReady();
      });
    });
  });
});

test.describe("Every way to a server, in both eras:", () => {
  const eraOf = async (
    page: Parameters<typeof startVitrine>[0]["page"],
    server: ServerUnderTest,
  ): Promise<unknown> => {
    const vitrine = await startVitrine({ page, server });
    const [tool] = (await vitrine.tools()).filter(({ templateUri }) => templateUri !== undefined);
    await expect(await vitrine.open(tool?.name ?? "")).toBeReady();
    const connected = (await vitrine.record()).find(({ kind }) => kind === "server.connected");
    await vitrine.close();
    return connected;
  };

  test("an address", async ({ page }) => {
    const modern = await startServer(SHOP);
    expect(await eraOf(page, { url: modern.url })).toMatchObject({ era: "modern" });
    await modern.close();
    const legacy = await startLegacyServer(testView(""));
    expect(await eraOf(page, { url: legacy.url })).toMatchObject({ era: "legacy" });
    await legacy.close();
  });

  test("a command", async ({ page }) => {
    expect(await eraOf(page, overStdio("basic-vanillajs"))).toMatchObject({ era: "legacy" });
  });

  test("an object of the SDK's second version, and of its first", async ({ page }) => {
    const { create } = inProcess(SHOP);
    expect(await eraOf(page, { create })).toMatchObject({ era: "legacy" });
    const served: ServerUnderTest = {
      create: () => ({
        connect: (transport) => Promise.resolve(serveStdio(create, { transport })),
        close: () => Promise.resolve(),
      }),
    };
    expect(await eraOf(page, served)).toMatchObject({ era: "modern" });
    const first: ServerUnderTest = {
      create() {
        const server = new FirstSdkServer({ name: "first", version: "1.0.0" });
        const uri = "ui://first/show.html";
        const mimeType = "text/html;profile=mcp-app";
        server.registerTool("show", { _meta: { ui: { resourceUri: uri } } }, () => ({ content: [] }));
        server.registerResource("show", uri, { mimeType }, () => ({
          contents: [{ uri, mimeType, text: testView("") }],
        }));
        return server;
      },
    };
    expect(await eraOf(page, first)).toMatchObject({ era: "legacy" });
  });
});

test("a command ends with the test, with everything that it started", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "vitrine-kit-"));
  const file = join(folder, "pid");
  const vitrine = await startVitrine({
    page,
    server: {
      command: "sh",
      // The shell does not pass on the end of its input: only the end of its group reaches what it started.
      args: [
        "-c",
        `"${process.execPath}" -e 'require("fs").writeFileSync(process.env.FILE, String(process.pid)); setInterval(() => {}, 1e6)' < /dev/null & exec "${process.execPath}" "${officialServer("basic-vanillajs")}" --stdio`,
      ],
      env: { FILE: file },
    },
  });
  await expect.poll(() => readFile(file, "utf8").catch(() => "")).toMatch(/^\d+$/);
  const pid = Number(await readFile(file, "utf8"));
  const runs = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  expect(runs()).toBe(true);
  await vitrine.close();
  await expect.poll(runs).toBe(false);
  await rm(folder, { recursive: true, force: true });
});
