import { describe, expect, test, vi } from "vitest";
import { createTestHost, fakeServer } from "./testing/index.ts";
import { verifyAuditLog } from "./verify-audit-log.ts";

const HTML = "<!doctype html><title>Basket</title>";

describe("A host", () => {
  test("connects, records the era, and knows tools and templates", async () => {
    const host = createTestHost();
    const server = await host.connect(fakeServer("shop", [{ name: "show", html: HTML }, { name: "list" }]));
    expect(server.state.get()).toMatchObject({
      phase: "ready",
      era: "legacy",
      protocolVersion: "2025-11-25",
    });
    expect(server.tools.get().map(({ name }) => name)).toEqual(["show", "list"]);
    await expect(server.templates.ready("ui://fake/show")).resolves.toMatchObject({
      template: { html: HTML },
    });
    expect(await host.record()).toEqual(["server.connected", "template.reviewed", "template.approved"]);
  });

  test("sends the embedder's call and records it", async () => {
    const host = createTestHost();
    const shop = fakeServer("shop", [
      { name: "add", run: ({ a }) => ({ content: [{ type: "text", text: String(a) }] }) },
    ]);
    const server = await host.connect(shop);
    const result = await server.callTool("add", { arguments: { a: 1 } });
    expect(result.content).toEqual([{ type: "text", text: "1" }]);
    expect(shop.calls).toEqual([{ tool: "add", arguments: { a: 1 } }]);
    expect((await host.record()).slice(1)).toEqual([
      "action.requested add",
      "action.decided allow by policy",
      "action.finished ok",
    ]);
  });

  test.each([
    ["a tool that does not exist", "nope", {}, "refused"],
    ["a tool that is offered to nobody", "hidden", {}, "refused"],
    ["arguments that do not fit the schema", "add", { a: "x" }, "invalid-argument"],
  ])("refuses %s, and the server never hears of it", async (_name, tool, args, code) => {
    const host = createTestHost();
    const shop = fakeServer("shop", [
      { name: "hidden", visibility: [] },
      { name: "add", inputSchema: { type: "object", properties: { a: { type: "number" } } } },
    ]);
    const server = await host.connect(shop);
    await expect(server.callTool(tool, { arguments: args })).rejects.toMatchObject({ code });
    expect(shop.calls).toEqual([]);
    expect(await host.record()).toContain("action.decided deny by spec");
    await server.callTool("add", { arguments: { a: 1 } });
    expect(shop.calls).toHaveLength(1);
  });

  test("asks for the model's call, and denies it when nobody can be asked", async () => {
    const shop = fakeServer("shop", [{ name: "add" }]);
    const deaf = await createTestHost().connect(shop);
    await expect(deaf.callTool("add", { actor: "model" })).rejects.toMatchObject({ code: "refused" });
    expect(shop.calls).toEqual([]);
    const asking = await createTestHost({ consent: () => Promise.resolve("once") }).connect(shop);
    await asking.callTool("add", { actor: "model" });
    expect(shop.calls).toHaveLength(1);
  });

  test("cancels a call with the server that it belongs to", async () => {
    const host = createTestHost();
    const server = await host.connect(
      fakeServer("shop", [{ name: "wait", run: () => new Promise(() => {}) }]),
    );
    const call = server.callTool("wait");
    await Promise.all([expect(call).rejects.toMatchObject({ code: "cancelled" }), server.close()]);
    expect(server.state.get()).toMatchObject({ phase: "closed" });
  });

  test("refuses to connect once it is closed, and closes twice", async () => {
    const host = createTestHost();
    await host.close();
    await host.close();
    await expect(host.connect(fakeServer("shop", []))).rejects.toMatchObject({ code: "closed" });
  });

  test("leaves a record that verifies", async () => {
    const host = createTestHost();
    const server = await host.connect(fakeServer("shop", [{ name: "add" }]));
    await Promise.all(Array.from({ length: 20 }, () => server.callTool("add")));
    expect(await verifyAuditLog(await host.audit.export())).toMatchObject({ ok: true });
  });
});

describe("Trust on first use", () => {
  test("ends with the server's first list: the same template under another address waits for a person", async () => {
    const host = createTestHost();
    const shop = fakeServer("shop", [{ name: "show", html: HTML }]);
    const first = await host.connect(shop);
    await first.templates.ready("ui://fake/show");
    await first.close();

    const renamed = fakeServer("shop", [
      { name: "show", html: HTML },
      { name: "show_again", html: HTML },
    ]);
    const second = await host.connect(renamed);
    await second.templates.ready("ui://fake/show");
    await expect.poll(() => second.templates.entry("ui://fake/show_again")?.state).toBe("new");

    const stranger = await createTestHost().connect(renamed);
    await expect(stranger.templates.ready("ui://fake/show_again")).resolves.toMatchObject({
      template: { html: HTML },
    });
  });
});

describe("Closing", () => {
  test("aborts the calls under way at their server, and records them as cancelled", async () => {
    const host = createTestHost({ consent: () => Promise.resolve("once") });
    const shop = fakeServer("shop", [{ name: "wait", run: () => new Promise(() => {}) }]);
    const server = await host.connect(shop);
    const calls = [server.callTool("wait"), server.callTool("wait", { actor: "model" })].map((call) =>
      expect(call).rejects.toMatchObject({ code: "cancelled" }),
    );
    await vi.waitFor(() => expect(shop.calls).toHaveLength(2));
    await Promise.all([server.close(), ...calls]);
    expect((await host.record()).filter((line) => line.startsWith("action.finished"))).toEqual([
      "action.finished cancelled",
      "action.finished cancelled",
    ]);
  });

  test("ends a question that waits for the person, as cancelled and not as denied", async () => {
    const asked = vi.fn();
    const ended = vi.fn();
    const host = createTestHost({
      consent: (_question, { signal }) => {
        asked();
        signal.addEventListener("abort", ended);
        return new Promise(() => {});
      },
    });
    const shop = fakeServer("shop", [{ name: "pay" }]);
    const server = await host.connect(shop);
    const call = expect(server.callTool("pay", { actor: "model" })).rejects.toMatchObject({
      code: "cancelled",
    });
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await Promise.all([server.close(), call]);
    expect(ended).toHaveBeenCalledOnce();
    expect(shop.calls).toEqual([]);
    expect(await host.record()).toContain("action.finished cancelled");
  });

  test("before a question was put keeps it from being put", async () => {
    const asked = vi.fn(() => Promise.resolve("once" as const));
    const host = createTestHost({ consent: asked });
    const shop = fakeServer("shop", [{ name: "pay" }]);
    const server = await host.connect(shop);
    const call = expect(server.callTool("pay", { actor: "model" })).rejects.toMatchObject({
      code: "cancelled",
    });
    await Promise.all([server.close(), call]);
    expect(asked).not.toHaveBeenCalled();
    expect(shop.calls).toEqual([]);
  });
});
