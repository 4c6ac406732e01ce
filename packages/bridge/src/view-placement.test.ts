import { expect, test } from "vitest";
import type { Sandbox } from "./sandbox-client.ts";
import type { Template } from "./template.ts";
import { messageBounds, resolveViewLimits } from "./view-limits.ts";
import { placeView, type ViewPlacement } from "./view-placement.ts";

const template: Template = {
  uri: "ui://shop/basket.html",
  html: "<p>Basket</p>",
  size: 13,
  htmlDigest: "sha256:0",
  digest: "sha256:1",
  csp: { connectDomains: ["https://api.example"] },
  permissions: { camera: {} },
  provenance: { csp: "content", permissions: "content", domain: "absent", prefersBorder: "absent" },
};

const server = { name: "shop", identity: "https://shop.example/mcp" };

function place(sandbox: Sandbox): Promise<ViewPlacement> {
  return placeView({
    sandbox,
    server,
    template,
    grants: {},
    title: "shop: Basket",
    bounds: messageBounds(resolveViewLimits({})),
    host: "https://host.example",
    signal: new AbortController().signal,
  });
}

test("a foreign proxy gets raw HTML with its declarations, and learns by the referrer who embeds it", async () => {
  const proxy = new URL("https://proxy.example/sandbox.html");
  const placement = await place({ proxy });
  expect(placement).toMatchObject({ page: proxy, port: false, referrer: "origin" });
  expect(placement.resource).toEqual({
    html: template.html,
    csp: template.csp,
    permissions: template.permissions,
  });
});

test("our own proxy is told who embeds it in its address, and by no referrer", async () => {
  const proxy = new URL("https://proxy.views.example");
  const view = new URL("https://v.s.views.example/view/1");
  const served = await place({ proxy, store: () => Promise.resolve(view) });
  const opaque = await place({ proxy, address: () => Promise.resolve(new URL("/opaque", proxy)) });
  for (const { page, referrer } of [served, opaque]) {
    expect(page.searchParams.get("host")).toBe("https://host.example");
    expect(referrer).toBe("no-referrer");
  }
});

test("a sandbox is told whose template it gets, so that a ticket can name the server", async () => {
  const proxy = new URL("https://proxy.views.example");
  const view = new URL("https://v.s.views.example/view/1");
  const owners: unknown[] = [];
  await place({ proxy, store: async (_, options) => (owners.push(options.server), view) });
  await place({ proxy, address: async (_, options) => (owners.push(options.server), new URL(proxy)) });
  expect(owners).toEqual([server, server]);
});
