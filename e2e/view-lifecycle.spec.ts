import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

test.describe("A View", () => {
  test("is told everything about its surroundings when it initializes", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`const { hostContext: c, hostCapabilities, hostInfo, protocolVersion } = host;
          show({
            protocolVersion, hostInfo: hostInfo.name, tool: c.toolInfo.tool.name, theme: c.theme,
            displayMode: c.displayMode, modes: c.availableDisplayModes, locale: c.locale, zone: typeof c.timeZone,
            width: c.containerDimensions.width > 100, variables: Object.values(c.styles.variables).some((v) => v.startsWith("light-dark(")),
            capabilities: Object.keys(hostCapabilities).toSorted(),
          });`),
      },
    ]);
    const text = await workbench.view("show").getByRole("status").textContent();
    expect(JSON.parse(text ?? "")).toEqual({
      protocolVersion: "2026-01-26",
      hostInfo: "vitrine",
      tool: "show",
      theme: "light",
      displayMode: "inline",
      modes: ["inline", "fullscreen", "pip"],
      locale: "en-US",
      zone: "string",
      width: true,
      variables: true,
      capabilities: [
        "downloadFile",
        "logging",
        "message",
        "openLinks",
        "sandbox",
        "serverResources",
        "serverTools",
        "updateModelContext",
      ],
    });
  });

  test("gets the tool's input once and then its result", async ({ workbench, runFirst }) => {
    await runFirst(
      [
        {
          name: "show",
          html: testView(`const seen = [];
            on("ui/notifications/tool-input", ({ arguments: a }) => { seen.push("input " + JSON.stringify(a)); show(seen.join(" | ")); });
            on("ui/notifications/tool-result", (r) => { seen.push("result " + r.content[0].text); show(seen.join(" | ")); });`),
          run: ({ n }) => ({ content: [{ type: "text", text: `n is ${String(n)}` }] }),
        },
      ],
      { n: 7 },
    );
    await expect(workbench.view("show").getByRole("status")).toHaveText('input {"n":7} | result n is 7');
  });

  test("follows the theme", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(
          `show(host.hostContext.theme); on("ui/notifications/host-context-changed", ({ theme }) => theme && show(theme));`,
        ),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("light");
    await workbench.page.emulateMedia({ colorScheme: "dark" });
    await expect(workbench.view("show").getByRole("status")).toHaveText("dark");
  });

  test("goes to full screen and back without reloading, and the way back is the host's", async ({
    workbench,
    runFirst,
  }) => {
    await runFirst([
      {
        name: "show",
        html: testView(
          `let mode = "inline"; const loaded = Math.random();
           on("ui/notifications/host-context-changed", (c) => { mode = c.displayMode ?? mode; show(mode + " " + loaded); });
           document.querySelector("button").onclick = async () => { const r = await request("ui/request-display-mode", { mode: "fullscreen" }); mode = r.mode; show(mode + " " + loaded); };
           show("inline " + loaded);`,
          { body: "<button>Larger</button>" },
        ),
      },
    ]);
    const status = workbench.view("show").getByRole("status");
    await expect(status).toHaveText(/^inline /);
    const loaded = (await status.textContent())?.split(" ")[1];
    await workbench.view("show").getByRole("button", { name: "Larger" }).click();
    await expect(status).toHaveText(`fullscreen ${loaded}`);
    const frame = await workbench.card("show").locator("iframe").boundingBox();
    // Up to the boundary, which stays visible.
    expect(frame?.width).toBeGreaterThan(1250);
    await workbench.page.getByRole("button", { name: "Exit full screen" }).click();
    await expect(status).toHaveText(`inline ${loaded}`);
    await expect(workbench).toHaveRecorded(["view ui/request-display-mode: allow by policy, ok"]);
  });

  test("sets its height, and neither its width nor a loop", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`notify("ui/notifications/size-changed", { width: 10, height: 345 }); show("sized");`),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("sized");
    await expect
      .poll(async () => (await workbench.card("show").locator("iframe").boundingBox())?.height)
      .toBe(345);
    expect((await workbench.card("show").locator("iframe").boundingBox())?.width).toBeGreaterThan(200);
  });

  test("is asked to wind down before it is closed", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(
          `on("ui/resource-teardown", async () => { await request("tools/call", { name: "save", arguments: {} }); return {}; }); show("ready");`,
        ),
      },
      { name: "save" },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    await workbench.card("show").getByRole("button", { name: "Close" }).click();
    await expect(workbench.card("show")).toHaveCount(0);
    await expect(workbench).toHaveRecorded([
      "person show: allow by policy, ok",
      "view save: allow by policy, ok",
    ]);
    expect((await workbench.record()).map(({ kind }) => kind)).toContain("view.closed");
  });

  test("that never answers is closed all the same", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`on("ui/resource-teardown", () => new Promise(() => {})); show("ready");`),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    await workbench.card("show").getByRole("button", { name: "Close" }).click();
    await expect(workbench.card("show")).toHaveCount(0);
  });

  test("closes itself by asking", async ({ workbench, runFirst }) => {
    await runFirst([{ name: "show", html: testView(`notify("ui/notifications/request-teardown", {});`) }]);
    await expect
      .poll(async () => (await workbench.record()).map(({ kind }) => kind))
      .toContain("view.closed");
    await expect(workbench).toHaveRecorded(["view ui/request-teardown: allow by policy, ok"]);
  });

  test("sees the progress of its call, and can cancel it", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`on("notifications/progress", ({ progress, progressToken }) => {
            show(progressToken + " " + progress);
            if (progress === 2) { notify("notifications/cancelled", { requestId: next }); show("cancelled"); }
          });
          request("tools/call", { name: "slow", arguments: {}, _meta: { progressToken: "mine" } });`),
      },
      {
        name: "slow",
        async run(_args, { mcpReq }) {
          const progressToken = mcpReq._meta?.progressToken ?? 0;
          for (let progress = 1; progress <= 2; progress += 1) {
            await mcpReq.notify({
              method: "notifications/progress",
              params: { progressToken, progress, total: 10 },
            });
          }
          return new Promise((resolve) => {
            mcpReq.signal.addEventListener("abort", () => resolve({ content: [] }));
          });
        },
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("cancelled");
    await expect(workbench).toHaveRecorded(["view slow: allow by policy, cancelled"]);
  });

  test("reads resources of its own server through the gate", async ({ workbench, runFirst }) => {
    await runFirst([
      {
        name: "show",
        html: testView(
          `const r = await request("resources/read", { uri: "ui://test/show.html" }); show(r.contents[0].mimeType);`,
        ),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("text/html;profile=mcp-app");
    await expect(workbench).toHaveRecorded(["view resources/read: allow by policy, ok"]);
  });

  test("sends messages and model context, shown on its card; the latest context counts", async ({
    workbench,
    runFirst,
  }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`await request("ui/message", { role: "user", content: [{ type: "text", text: "Two of these, please" }] });
          await request("ui/update-model-context", { content: [{ type: "text", text: "first context" }] });
          await request("ui/update-model-context", { content: [{ type: "text", text: "second context" }] });
          show("sent");`),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("sent");
    await expect(workbench.card("show")).toContainText("Two of these, please");
    await expect(workbench.card("show")).toContainText("second context");
    await expect(workbench.card("show")).not.toContainText("first context");
  });

  test("is told when the server's tools change", async ({ workbench, startHost, startServer }) => {
    const server = await startServer([
      {
        name: "show",
        html: testView(`on("notifications/tools/list_changed", () => show("changed")); show("ready");`),
      },
    ]);
    const host = await startHost({ mcpServers: { test: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    server.notifyChanged();
    await expect(workbench.view("show").getByRole("status")).toHaveText("changed");
  });

  test("is refused a link with a user name in it and any scheme but http, https and mailto", async ({
    workbench,
    runFirst,
  }) => {
    await runFirst([
      {
        name: "show",
        html: testView(`const codes = [];
          for (const url of ["javascript:alert(1)", "file:///etc/passwd", "https://bank.example@evil.example/", "data:text/html,x"])
            await request("ui/open-link", { url }).then(() => codes.push("opened"), ({ code }) => codes.push(code));
          show(codes.join(" "));`),
      },
    ]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("-32000 -32000 -32000 -32000");
    await expect(workbench).toHaveRecorded(
      Array.from({ length: 4 }, () => "view ui/open-link: deny by spec, refused"),
    );
  });
});

test("A View whose script never ends is named, does not slow the page, and closes at once", async ({
  workbench,
  runFirst,
}) => {
  await runFirst([
    {
      name: "show",
      html: testView(
        `document.querySelector("button").onclick = () => setTimeout(() => { for (;;); }, 300); show("ready");`,
        { body: "<button>Loop</button>" },
      ),
    },
  ]);
  await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
  const kinds = async (): Promise<readonly string[]> => (await workbench.record()).map(({ kind }) => kind);
  expect(await kinds()).not.toContain("view.hung");
  await workbench.view("show").getByRole("button", { name: "Loop" }).click();

  await expect(workbench.card("show")).toHaveAttribute("data-hung", "true", { timeout: 20_000 });
  await expect(workbench.card("show").getByRole("alert")).toContainText("Not answering");
  await expect(workbench.card("show")).toContainText(/It has not answered for \d+ s\./);
  await expect.poll(kinds).toContain("view.hung");
  const started = Date.now();
  await workbench.card("show").getByRole("button", { name: "Close" }).click();
  await expect(workbench.card("show")).toHaveCount(0);
  expect(Date.now() - started).toBeLessThan(1000);
});

test("A View that is busy for a while and comes back is not removed, and the record says both", async ({
  workbench,
  runFirst,
}) => {
  await runFirst([
    {
      name: "show",
      html: testView(
        `document.querySelector("button").onclick = () =>
            setTimeout(() => { const end = Date.now() + 14_000; while (Date.now() < end); show("back"); }, 300);
          show("ready");`,
        { body: "<button>Loop</button>" },
      ),
    },
  ]);
  await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
  await workbench.view("show").getByRole("button", { name: "Loop" }).click();
  await expect(workbench.card("show")).toHaveAttribute("data-hung", "true", { timeout: 20_000 });
  await expect(workbench.card("show")).not.toHaveAttribute("data-hung", "true", { timeout: 20_000 });
  await expect(workbench.view("show").getByRole("status")).toHaveText("back");
  const kinds = async (): Promise<readonly string[]> =>
    (await workbench.record()).map(({ kind }) => kind).filter((kind) => kind.startsWith("view."));
  await expect.poll(kinds).toEqual(["view.opened", "view.hung", "view.recovered"]);
});
