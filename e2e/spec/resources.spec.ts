import { plainTool, templateOf, uriOf, viewTool, type RawServer } from "../hostile/raw-http-server.ts";
import { clause } from "./clause.ts";
import { listeningView } from "./listening-view.ts";

const MIME_TYPE = "text/html;profile=mcp-app";

/** The addresses that a server was asked to read, in order. */
function reads({ heard }: RawServer): readonly unknown[] {
  return heard.filter(({ method }) => method === "resources/read").map(({ params }) => params["uri"]);
}

clause("resource-scheme", "a tool whose resource is at another scheme has no UI", async (stage) => {
  const server = await stage.serveRaw({
    tools: () => [
      viewTool("show"),
      plainTool("page", { _meta: { ui: { resourceUri: "https://example.com/app.html" } } }),
    ],
    read: (uri) => [templateOf(uri, listeningView())],
  });
  const vitrine = await stage.host(server);
  await stage.expect(vitrine.open("page", {}, { wait: false })).rejects.toThrow(/is not a ui:\/\/ address/);
  stage.expect(reads(server)).not.toContain("https://example.com/app.html");
});

clause("resource-mime-type", "HTML of another type is not shown, and it is said why", async (stage) => {
  const server = await stage.serve([{ name: "show", html: listeningView(), mimeType: "text/html" }]);
  const view = await (await stage.host(server)).open("show", {}, { wait: false });
  await stage.expect
    .poll(() => view.host.state())
    .toMatchObject({
      phase: "failed",
      failure: "template",
      reason: stage.expect.stringContaining('has the MIME type "text/html"'),
    });
});

clause("resource-content", "HTML is shown from text and from a blob alike", async (stage) => {
  const html = (words: string): string => listeningView({ body: `<p>${words}</p>` });
  const server = await stage.serveRaw({
    tools: () => [viewTool("plain"), viewTool("packed")],
    read: (uri) => {
      if (uri === uriOf("plain")) return [templateOf(uri, html("from text"))];
      return [{ uri, mimeType: MIME_TYPE, blob: Buffer.from(html("from a blob")).toString("base64") }];
    },
  });
  const vitrine = await stage.host(server);
  const plain = await vitrine.open("plain");
  const packed = await vitrine.open("packed", {}, { wait: false });
  await stage.expect(plain.getByText("from text")).toBeVisible();
  await stage.expect(packed.getByText("from a blob")).toBeVisible();
});

clause("dedicated-domain", "Views that declare a domain have one origin, which stays", async (stage) => {
  const server = await stage.serve([{ name: "show", html: listeningView(), ui: { domain: "tea-shop" } }]);
  const vitrine = await stage.host(server);
  const first = await (await vitrine.open("show")).host.state();
  const second = await (await vitrine.open("show")).host.state();
  stage.expect(first.origin).toMatch(/^http:/);
  stage.expect(second.origin).toBe(first.origin);
});

clause("default-domain", "Views that declare no domain have an origin each", async (stage) => {
  const server = await stage.serve([{ name: "show", html: listeningView() }]);
  const vitrine = await stage.host(server);
  const first = await (await vitrine.open("show")).host.state();
  const second = await (await vitrine.open("show")).host.state();
  stage.expect(first.origin).toMatch(/^http:/);
  stage.expect(second.origin).not.toBe(first.origin);
});

clause(
  "prefers-border",
  "a border is drawn around a View that prefers one, and around no other",
  async (stage) => {
    const server = await stage.serve([
      { name: "framed", html: listeningView(), ui: { prefersBorder: true } },
      { name: "bare", html: listeningView(), ui: { prefersBorder: false } },
    ]);
    const vitrine = await stage.host(server);
    const surface = stage.page.locator(".vitrine-surface");
    await vitrine.open("bare");
    await stage.expect(surface).toHaveCSS("border-top-style", "none");
    await vitrine.open("framed");
    await stage.expect(surface.last()).toHaveCSS("border-top-style", "solid");
  },
);

clause(
  "rendered-with-resource",
  "a tool's result is shown by the resource that it refers to",
  async (stage) => {
    const html = (words: string): string => listeningView({ body: `<p>${words}</p>` });
    const server = await stage.serve([
      { name: "chart", html: html("the chart") },
      { name: "table", html: html("the table") },
    ]);
    const vitrine = await stage.host(server);
    const view = await vitrine.open("table");
    await stage.expect(view.getByText("the table")).toBeVisible();
  },
);

clause(
  "deprecated-key",
  "a tool that refers to its resource by the old key has a UI all the same",
  async (stage) => {
    const server = await stage.serveRaw({
      tools: () => [plainTool("show", { _meta: { "ui/resourceUri": uriOf("show") } })],
      read: (uri) => [templateOf(uri, listeningView())],
    });
    const vitrine = await stage.host(server);
    await stage.expect
      .poll(async () => (await vitrine.templates()).map(({ uri }) => uri))
      .toEqual([uriOf("show")]);
    await vitrine.open("show");
  },
);

clause("resource-exists", "a resource that its server does not have is said to be missing", async (stage) => {
  const server = await stage.serveRaw({ tools: () => [viewTool("show")], read: () => [] });
  const view = await (await stage.host(server)).open("show", {}, { wait: false });
  await stage.expect
    .poll(() => view.host.state())
    .toMatchObject({
      phase: "failed",
      failure: "template",
      reason: stage.expect.stringContaining(`${uriOf("show")} came back empty`),
    });
});

clause(
  "resource-read",
  "resources/read is asked for the resource referred to, and for no other",
  async (stage) => {
    const server = await stage.serveRaw({
      tools: () => [viewTool("show")],
      resources: () => ["show", "unused"].map((name) => ({ uri: uriOf(name), name, mimeType: MIME_TYPE })),
      read: (uri) => [templateOf(uri, listeningView())],
    });
    const vitrine = await stage.host(server);
    await vitrine.open("show");
    stage.expect(reads(server)).toEqual([uriOf("show")]);
  },
);

clause(
  "resource-prefetched",
  "a resource is there before a View needs it, and is read once for many",
  async (stage) => {
    const server = await stage.serveRaw({
      tools: () => [viewTool("show")],
      read: (uri) => [templateOf(uri, listeningView())],
    });
    const vitrine = await stage.host(server);
    await stage.expect.poll(() => reads(server)).toEqual([uriOf("show")]);
    await vitrine.open("show");
    await vitrine.open("show");
    stage.expect(reads(server)).toEqual([uriOf("show")]);
  },
);

clause("resource-unlisted", "a resource that is in no list is shown all the same", async (stage) => {
  const server = await stage.serveRaw({
    tools: () => [viewTool("show")],
    resources: () => [],
    read: (uri) => [templateOf(uri, listeningView())],
  });
  const view = await (await stage.host(server)).open("show", {}, { wait: false });
  await stage.expect.poll(async () => (await view.host.state()).phase).toBe("ready");
});
