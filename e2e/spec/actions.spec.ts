import { testView } from "../fixtures/test-view.ts";
import { templateOf, viewTool } from "../hostile/raw-http-server.ts";
import { clause } from "./clause.ts";
import { listeningView, inside as insideOf } from "./listening-view.ts";
import { oneView } from "./one-view.ts";

const LISTENING = listeningView();

clause("tools-call", "a View's call is executed by its server, and its result comes back", async (stage) => {
  const { expect } = stage;
  const { server, inside } = await oneView(
    stage,
    { html: LISTENING },
    {
      others: [
        { name: "add", run: ({ n }) => ({ content: [{ type: "text", text: `added ${String(n)}` }] }) },
      ],
    },
  );
  const reply = await inside.request("tools/call", { name: "add", arguments: { n: 2 } });
  expect(reply).toMatchObject({ result: { content: [{ type: "text", text: "added 2" }] } });
  expect(server.calls).toContainEqual({ tool: "add", arguments: { n: 2 } });
});

clause(
  "interactive-call",
  "the result of a View's call is the answer to it, whole, and no notification",
  async (stage) => {
    const { expect } = stage;
    const result = {
      content: [{ type: "text" as const, text: "72°F" }],
      structuredContent: { temperature: 72 },
      _meta: { source: "weather-api" },
    };
    const { inside } = await oneView(
      stage,
      { html: LISTENING },
      { others: [{ name: "get_weather", run: () => result }] },
    );
    await expect.poll(() => inside.heardOf("ui/notifications/tool-result")).toHaveLength(1);
    const reply = await inside.request("tools/call", {
      name: "get_weather",
      arguments: { location: "New York" },
    });
    expect(reply).toMatchObject({ result });
    expect(await inside.heardOf("ui/notifications/tool-input")).toHaveLength(1);
    expect(await inside.heardOf("ui/notifications/tool-result")).toHaveLength(1);
  },
);

clause("resources-read", "a View reads a resource of its own server", async (stage) => {
  const { expect } = stage;
  const server = await stage.serveRaw({
    tools: () => [viewTool("show")],
    read: (uri) =>
      uri === "file:///teas.txt"
        ? [{ uri, mimeType: "text/plain", text: "sencha" }]
        : [templateOf(uri, LISTENING)],
  });
  const vitrine = await stage.host(server);
  const view = await vitrine.open("show");
  const reply = await insideOf(view).request("resources/read", { uri: "file:///teas.txt" });
  expect(reply).toMatchObject({ result: { contents: [{ uri: "file:///teas.txt", text: "sencha" }] } });
  expect(server.heard).toContainEqual(
    expect.objectContaining({
      method: "resources/read",
      params: expect.objectContaining({ uri: "file:///teas.txt" }),
    }),
  );
});

clause("log-messages", "what a View logs is kept with its state", async (stage) => {
  const { expect } = stage;
  const { inside, view } = await oneView(stage, { html: LISTENING });
  await inside.notify("notifications/message", { level: "warning", data: "Nearly out of tea." });
  await expect
    .poll(async () => (await view.host.state()).notes)
    .toContainEqual(expect.objectContaining({ kind: "log", text: "warning: Nearly out of tea." }));
});

clause("link-opened", "a link opens in a new tab that cannot reach back", async (stage) => {
  const { expect, page, context } = stage;
  await context.route("https://tea.example/**", (route) => route.fulfill({ body: "Sencha" }));
  const html = testView(
    `document.querySelector("button").onclick = async () => show(await request("ui/open-link", { url: "https://tea.example/sencha" }));`,
    {
      body: "<button>Open</button>",
    },
  );
  const server = await stage.serve([{ name: "show", html }]);
  const embedder = await stage.embedder();
  await page.goto(embedder.address(server.url, "show"));
  const view = page.locator("#container").frameLocator("iframe").frameLocator("iframe");
  await view.getByRole("button", { name: "Open" }).click();
  await expect(view.getByRole("status")).toHaveText("{}");
  await expect.poll(() => context.pages().map((tab) => tab.url())).toContain("https://tea.example/sencha");
  const tab = context.pages().at(-1);
  expect(await tab?.evaluate(() => opener)).toBeNull();
});

clause(
  "link-denied",
  "a link that the person or the host does not want answers with an error",
  async (stage) => {
    const { expect } = stage;
    const { inside, view } = await oneView(stage, { html: LISTENING });
    const scripted = await inside.request("ui/open-link", { url: "javascript:alert(1)" });
    expect(scripted).toMatchObject({ error: { code: -32000 } });
    expect(await inside.request("ui/open-link", { url: "tea" })).toMatchObject({ error: { code: -32602 } });
    const denied = inside.request("ui/open-link", { url: "https://tea.example/" });
    await expect.poll(() => view.host.question()).toMatchObject({ uri: "https://tea.example/" });
    await view.host.consent("deny");
    expect(await denied).toMatchObject({ error: { code: -32000 } });
  },
);
