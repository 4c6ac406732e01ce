import { rm } from "node:fs/promises";
import { verifyAuditLog, type AuditEntry } from "@vitrine/bridge";
import { startBrowser } from "./fixtures/killable-browser.ts";
import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";
import { createWorkbench } from "./fixtures/workbench.ts";

const ACTIONS = 200;

const html = testView(`
  let n = 0;
  const work = async () => { while (n < ${ACTIONS}) await request("tools/call", { name: "add", arguments: { n: n++ } }); };
  await Promise.all(Array.from({ length: 8 }, work));`);

/** Draws a number below `bound` from a seed (mulberry32). */
function draw(seed: number, bound: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % bound;
}

test("A browser that is killed in the middle of 200 actions has recorded every one that reached the server", async ({
  startHost,
  startServer,
}, info) => {
  const seed = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
  const point = 1 + draw(seed, ACTIONS - 20);
  process.stdout.write(`CRASH_SEED=${seed}: killed after call ${point}\n`);
  const server = await startServer([{ name: "show", html }, { name: "add" }]);
  const host = await startHost({
    mcpServers: { test: { url: server.url } },
    vitrine: { policy: [{ tool: "add", verdict: "allow" }] },
  });
  const profile = info.outputPath("profile");
  const first = await startBrowser(profile);
  const before = createWorkbench(first.page);
  await before.open(host.url);
  await before.run("test", "show");
  await expect.poll(() => server.calls.length, { intervals: [1], timeout: 30_000 }).toBeGreaterThan(point);
  await first.kill();
  const reached = server.calls.flatMap(({ tool, arguments: input }) =>
    tool === "add" ? (input as { n: number }).n : [],
  );
  expect(reached.length).toBeLessThan(ACTIONS);

  const second = await startBrowser(profile);
  const after = createWorkbench(second.page);
  await after.open(host.url);
  await expect(after.tool("test", "show")).toBeVisible();
  const log = await after.export();
  const entries = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry);
  const recorded = new Map(
    entries.flatMap((entry) =>
      entry.kind === "action.requested" && entry.tool === "add"
        ? [[(entry.arguments as { n: number }).n, entry.action]]
        : [],
    ),
  );
  expect(reached.filter((n) => !recorded.has(n))).toEqual([]);
  const allowed = new Set(
    entries.flatMap((entry) =>
      entry.kind === "action.decided" && entry.verdict === "allow" ? entry.action : [],
    ),
  );
  expect(reached.filter((n) => !allowed.has(recorded.get(n) ?? ""))).toEqual([]);
  for (const kind of ["action.decided", "action.finished"]) {
    expect(entries.filter((entry) => entry.kind === kind)).toHaveLength(
      entries.filter(({ kind: k }) => k === "action.requested").length,
    );
  }
  expect(await verifyAuditLog(log)).toMatchObject({ ok: true });
  await second.kill();
  await rm(profile, { recursive: true, force: true });
});
