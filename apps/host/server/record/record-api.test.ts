import { randomUUID } from "node:crypto";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { verifyAuditLog, type AuditEntry } from "@vitrine/bridge";
import { describe, expect, test } from "vitest";
import { httpServer, startTestHost, type TestPage } from "../running-host.fixture.ts";
import { actionEvents, allowed, finished, post, requested } from "./record.fixture.ts";

const SERVER = httpServer(new URL("http://127.0.0.1:9/mcp"), { identity: "https://upstream.example/mcp" });

async function exported(page: TestPage, query = ""): Promise<readonly AuditEntry[]> {
  const text = await (await page.fetch(`/api/audit.ndjson${query}`)).text();
  expect(await verifyAuditLog(text, { sealed: true })).toMatchObject({ ok: true });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry);
}

const about = (entries: readonly AuditEntry[], action: string): readonly AuditEntry[] =>
  entries.filter((entry) => "action" in entry && entry.action === action);

describe("POST /api/audit", () => {
  test("records what a page posts, and tells every page", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const [page, other] = [await openPage(), await openPage()];
    const events = actionEvents();

    expect((await post(page, ...events)).status).toBe(204);

    const { audit } = await other.frame<{ audit: AuditEntry[] }>((frame) => "audit" in frame);
    expect(audit.map(({ kind }) => kind)).toEqual(["action.requested", "action.decided", "action.finished"]);
    expect((await exported(page)).map(({ kind }) => kind)).toEqual([
      "checkpoint",
      "action.requested",
      "action.decided",
      "action.finished",
      "checkpoint",
    ]);
  });

  test("marks what only the page can know", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();
    const call = requested({ view: "view-1" });
    const link = requested({ method: "ui/open-link", uri: "https://tea.example/" });
    const foreign = requested({ identity: "https://else.example/mcp", claimed: ["nothing"] } as object);
    await post(page, call, allowed(call.action), link, foreign);

    expect((await exported(page)).slice(1, -1).map(({ claimed }) => claimed)).toEqual([
      ["actor", "view"],
      ["by", "verdict"],
      ["actor", "arguments", "method", "tool", "traceparent", "uri"],
      ["actor", "identity", "server"],
    ]);
  });

  test("takes all or nothing", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();

    const response = await post(page, ...actionEvents(), allowed("unknown-action"));

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { code: "out-of-order" } });
    expect(await exported(page)).toHaveLength(2);
  });

  test("passes over what it has already, and refuses what contradicts it", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();
    const events = actionEvents();
    const [first] = events;
    const denied = { ...allowed(requested().action), verdict: "deny", reason: "no" } as const;
    const open = requested();
    await post(page, ...events);
    await post(page, open, allowed(open.action));

    expect((await post(page, ...events)).status).toBe(204);
    expect((await post(page, open, allowed(open.action))).status).toBe(204);
    expect((await post(page, finished((first as { action: string }).action))).status).toBe(204);
    const contradiction = { ...denied, action: open.action } as unknown as ReturnType<typeof allowed>;
    expect((await post(page, contradiction)).status).toBe(409);

    expect(await exported(page)).toHaveLength(2 + 5);
  });

  test.each<object>([
    { kind: "checkpoint", reason: "stop" },
    { kind: "omitted" },
    { kind: "action.undone", action: "a".repeat(8) },
    { kind: "action.requested", action: "a".repeat(8) },
    { kind: "view.closed", action: "a".repeat(8), view: "v" },
    { ...requested(), traceparent: "00-1-1-01" },
  ])("takes no %j", async (event) => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();
    expect((await post(page, event as never)).status).toBe(400);
    expect(await exported(page)).toHaveLength(2);
  });

  test("ends what a page that went away left open, and takes no open action of one that is away", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] }, { graceMs: 10 });
    const [page, other] = [await openPage(), await openPage()];
    const [first, second] = [requested(), requested()];
    await post(page, first);
    await post(page, second, allowed(second.action));

    page.leave();

    const interrupted = await Promise.all(
      [first, second].map(({ action }) =>
        other.frame<{ audit: AuditEntry[] }>(
          (frame) =>
            "audit" in frame &&
            about(frame.audit, action).some((entry) => "outcome" in entry && entry.outcome === "interrupted"),
        ),
      ),
    );
    expect(interrupted).toHaveLength(2);
    expect(about(await exported(other), first.action)[1]).toMatchObject({ verdict: "deny", by: "host" });
    expect((await post(page, requested())).status).toBe(409);
    expect((await post(page, ...actionEvents())).status).toBe(204);
  });

  test("says in one sentence that the record cannot be written, and takes events again when it can", async () => {
    const { openPage, data } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();
    const file = join(data, "record.db");

    renameSync(file, `${file}.away`);
    const response = await post(page, ...actionEvents());
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      error: {
        code: "audit-unavailable",
        message: `This was not done, because it cannot be recorded: ${file} is gone: put it back.`,
      },
    });
    renameSync(`${file}.away`, file);

    expect((await post(page, ...actionEvents())).status).toBe(204);
  });
});

describe("GET /api/audit.ndjson", () => {
  test("gives out whole actions by server, tool and time, and still verifies", async () => {
    const { openPage } = await startTestHost({ servers: [SERVER] });
    const page = await openPage();
    const view = { view: randomUUID(), server: "shop", identity: "i" };
    await post(page, ...actionEvents({ server: "shop", tool: "pay_bill" }));
    await post(page, ...actionEvents({ server: "shop", tool: "show_bill" }), {
      kind: "view.closed",
      ...view,
      reason: "the person closed it",
    });
    const middle = new Date().toISOString();
    await post(page, ...actionEvents({ server: "bank", tool: "pay_in" }));
    const kinds = async (query: string): Promise<readonly string[]> =>
      (await exported(page, query)).map(({ kind }) => kind.replace("action.", "")).slice(1, -1);

    const [whole, gone] = [
      ["requested", "decided", "finished"],
      ["omitted", "omitted", "omitted"],
    ] as const;
    expect(await kinds("?tool=pay_*")).toEqual([...whole, ...gone, "omitted", ...whole]);
    expect(await kinds("?server=shop&tool=pay_*")).toEqual([...whole, ...gone, "omitted", ...gone]);
    expect(await kinds("?server=shop")).toEqual([...whole, ...whole, "view.closed", ...gone]);
    expect(await kinds(`?since=${middle}`)).toEqual([...gone, ...gone, "omitted", ...whole]);
    expect(await kinds(`?until=${middle}`)).toEqual([...whole, ...whole, "view.closed", ...gone]);
  });

  test.each(["?since=yesterday", "?colour=blue"])("refuses %s", async (query) => {
    const { openPage } = await startTestHost();
    const page = await openPage();
    expect((await page.fetch(`/api/audit.ndjson${query}`)).status).toBe(400);
  });
});
