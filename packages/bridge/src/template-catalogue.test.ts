import { describe, expect, test, vi } from "vitest";
import { VitrineError } from "./errors.ts";
import type { TemplateCatalogueOptions } from "./template-catalogue.ts";
import {
  APP,
  content,
  createTemplateWorld,
  deferred,
  digestOf,
  type Shop,
  toolsFor,
} from "./template-world.test.fixture.ts";

const world = createTemplateWorld();

describe("prefetching", () => {
  test("reads what the tools refer to, once, whether it is listed or not", async () => {
    const templates = world.open();
    await templates.prefetch([...toolsFor(APP, APP), ...toolsFor("ui://shop/other").slice(0, 1)]);
    expect(world.shop.reads).toEqual([APP, "ui://shop/other"]);
    expect(templates.entry(APP)).toMatchObject({ state: "new", tools: ["tool_0", "tool_1"] });
  });

  test("goes on when one of them fails, and says why", async () => {
    const templates = world.open();
    await templates.prefetch(toolsFor("ui://shop/gone", APP));
    expect(templates.get().map(({ state }) => state)).toEqual(["failed", "new"]);
    expect(templates.entry("ui://shop/gone")?.reason).toBe(
      "The server answered the request for ui://shop/gone with an error: Resource not found (-32602). Its tools refer to it, so it must exist.",
    );
  });

  test("reads four at a time", async () => {
    let running = 0;
    const seen: number[] = [];
    const release: (() => void)[] = [];
    const connection: Shop["connection"] = {
      async readResource(uri) {
        seen.push((running += 1));
        await new Promise<void>((resolve) => release.push(resolve));
        running -= 1;
        return { contents: [content(uri, "<p>")] as never };
      },
      listUiResources: () => Promise.resolve(new Map()),
    };
    const done = world
      .open({ connection })
      .prefetch(toolsFor(...Array.from({ length: 9 }, (_, index) => `ui://shop/${index}`)));
    const draining = vi.waitFor(() => {
      release.splice(0).forEach((go) => go());
      expect(seen).toHaveLength(9);
    });
    await draining;
    release.splice(0).forEach((go) => go());
    await vi.waitFor(() => {
      release.splice(0).forEach((go) => go());
      expect(running).toBe(0);
    });
    await done;
    expect(Math.max(...seen)).toBe(4);
  });

  test("does not begin with the list of resources, but waits for what it declares", async () => {
    const listing = deferred<ReadonlyMap<string, unknown>>();
    const templates = world.open({
      connection: { ...world.shop.connection, listUiResources: () => listing.promise },
    });
    const done = templates.prefetch(toolsFor(APP));
    await vi.waitFor(() => expect(world.shop.reads).toEqual([APP]));
    listing.resolve(new Map([[APP, { ui: { domain: "shop" } }]]));
    await done;
    expect(templates.entry(APP)?.template).toMatchObject({
      domain: "shop",
      provenance: { domain: "listing" },
    });
  });

  test("forgets what no tool refers to any more, and tells who waits for it", async () => {
    const templates = await world.opened();
    const waiting = templates.ready(APP);
    await templates.prefetch([]);
    expect(templates.get()).toEqual([]);
    await expect(waiting).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("waiting for a template", () => {
  test("ends when it is blocked", async () => {
    const templates = await world.opened();
    const ready = templates.ready(APP);
    await templates.block(APP, digestOf(templates), "person");
    await expect(ready).rejects.toThrow(/is blocked/);
    expect(world.kinds()).toEqual(["template.reviewed", "template.blocked"]);
  });

  test("ends with its signal, and with the server", async () => {
    const closing = new AbortController();
    const templates = await world.opened({ signal: closing.signal });
    await expect(templates.ready(APP, { signal: AbortSignal.abort("gone") })).rejects.toMatchObject({
      code: "cancelled",
    });
    const caller = new AbortController();
    const given = templates.ready(APP, { signal: caller.signal });
    caller.abort("enough");
    await expect(given).rejects.toMatchObject({ code: "cancelled", message: "Cancelled: enough" });
    const ready = templates.ready(APP);
    closing.abort();
    await expect(ready).rejects.toMatchObject({ code: "closed" });
  });

  test("reads one again that failed", async () => {
    world.shop.resources.set(APP, new VitrineError("server-gone", "It is gone."));
    const templates = await world.opened({ mode: "trust-on-first-use" });
    await expect(templates.ready(APP)).rejects.toMatchObject({ code: "server-gone" });
    world.shop.resources.set(APP, content(APP, "<p>back"));
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>back" } });
  });

  test("reads one that was not prefetched", async () => {
    expect(await world.open({ mode: "trust-on-first-use" }).ready(APP)).toMatchObject({
      template: { html: "<p>one" },
    });
  });
});

describe("the next connection", () => {
  test("has an approved template before the server answers, and asks whether it is still the one", async () => {
    await world.approved();
    const answer = deferred<{ contents: never }>();
    const slow: Shop["connection"] = { ...world.shop.connection, readResource: () => answer.promise };
    const templates = world.open({ connection: slow });
    const done = templates.prefetch(toolsFor(APP));
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>one" } });
    expect(templates.entry(APP)).toMatchObject({ state: "approved", stale: true });
    answer.resolve({ contents: [content(APP, "<p>two")] as never });
    await done;
    expect(templates.entry(APP)).toMatchObject({ state: "changed", approvedTemplate: { html: "<p>one" } });
  });

  test("keeps using an approved template while the server does not answer, and says so", async () => {
    await world.approved();
    world.shop.resources.set(APP, new VitrineError("server-gone", "It is gone."));
    const templates = await world.opened();
    expect(templates.entry(APP)).toMatchObject({ state: "approved", stale: true, reason: "It is gone." });
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>one" } });
  });

  test("asks the server for what is not approved", async () => {
    await world.opened();
    await world.opened();
    expect(world.shop.reads).toHaveLength(2);
  });

  test("does not believe the freshness of a version that was seen to change", async () => {
    world.shop.hints = { ttlMs: 60_000 };
    const templates = await world.approved();
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);
    expect((await world.opened()).entry(APP)?.state).toBe("changed");
  });

  test("does not ask while the server said that it is fresh, and asks once that is over", async () => {
    world.shop.hints = { ttlMs: 60_000 };
    await world.approved();
    world.clock += 59_999;
    const templates = await world.opened();
    expect(world.shop.reads).toHaveLength(1);
    world.clock += 1;
    await templates.ready(APP);
    await vi.waitFor(() => expect(world.shop.reads).toHaveLength(2));
  });

  test("does not believe a server for longer than a day", async () => {
    world.shop.hints = { ttlMs: 1e15 };
    await world.approved();
    world.clock += 24 * 60 * 60 * 1000;
    await world.opened();
    expect(world.shop.reads).toHaveLength(2);
  });
});

describe("a stored template", () => {
  const rejoin = async (options: Partial<TemplateCatalogueOptions>): Promise<string | undefined> => {
    world.shop.resources.set(APP, new VitrineError("server-gone", "It is gone."));
    return (await world.opened(options)).entry(APP)?.state;
  };

  test("belongs to one principal unless the server says that everybody may share it", async () => {
    await world.approved();
    expect(await rejoin({ principal: "bob" })).toBe("failed");
    expect(await rejoin({ principal: "ada" })).toBe("approved");
  });

  test("may be shared when the server says so", async () => {
    world.shop.hints = { cacheScope: "public" };
    await world.approved();
    expect(await rejoin({ principal: "bob" })).toBe("approved");
  });

  test("stops being shared when the server says so", async () => {
    world.shop.hints = { cacheScope: "public" };
    const templates = await world.approved();
    world.shop.hints = { cacheScope: "private" };
    await templates.refresh(APP);
    expect(await rejoin({ principal: "bob" })).toBe("failed");
  });

  test("belongs to one server, whatever another one calls itself", async () => {
    await world.approved();
    expect(await rejoin({ server: { name: "shop", identity: "https://evil.example/mcp" } })).toBe("failed");
  });

  test("is not needed: a store that does not work costs the head start", async () => {
    const broken = (): Promise<never> => Promise.reject(new Error("no storage"));
    const templates = await world.approved({ store: { get: broken, set: broken, delete: broken } });
    expect(templates.entry(APP)?.state).toBe("approved");
  });
});

describe("reading again", () => {
  test("starts over when the server changed it meanwhile", async () => {
    const templates = await world.approved();
    const first = deferred<void>();
    const read = world.shop.connection.readResource;
    world.shop.connection.readResource = async (uri) => {
      const answer = read(uri);
      world.shop.connection.readResource = read;
      await first.promise;
      return answer;
    };
    const refreshed = templates.refresh(APP);
    await vi.waitFor(() => expect(world.shop.reads).toHaveLength(2));
    world.shop.resources.set(APP, content(APP, "<p>two"));
    templates.invalidate(APP);
    first.resolve();
    await refreshed;
    expect(templates.entry(APP)?.template?.html).toBe("<p>two");
  });

  test("asks for the list of resources as well", async () => {
    const templates = await world.approved();
    world.shop.listed.set(APP, { ui: { domain: "shop" } });
    world.shop.connection.listUiResources = () => Promise.resolve(new Map(world.shop.listed));
    templates.invalidate();
    await vi.waitFor(() =>
      expect(templates.entry(APP)).toMatchObject({ state: "changed", template: { domain: "shop" } }),
    );
  });
});
