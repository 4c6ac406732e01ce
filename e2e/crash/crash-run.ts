import { rm } from "node:fs/promises";
import { verifyAuditLog, type AuditEntry } from "@vitrine/bridge";
import { expect } from "@playwright/test";
import { startHost, vitrine, type RunningHost } from "../fixtures/host.ts";
import { startBrowser } from "../fixtures/killable-browser.ts";
import { startServer, type TestServer } from "../fixtures/mcp-server.ts";
import { testView } from "../fixtures/test-view.ts";
import { createWorkbench } from "../fixtures/workbench.ts";
import { createDraw } from "./draw.ts";

/** What is ended by SIGKILL. */
export type Victim = "browser" | "relay" | "both";

export interface CrashRun {
  readonly victim: Victim;
  /** How many actions the View asks for. */
  readonly actions: number;
  /** Decides where the kill falls. */
  readonly seed: number;
  /** A directory for the browser's profile; removed afterwards. */
  readonly profile: string;
}

/** What was left after a crash and a new start. */
export interface CrashFindings {
  /** Calls that had reached the server when it happened. */
  readonly reached: number;
  /** Of all that reached the server, those without a *requested* and *decided: allow* on the record. */
  readonly unrecorded: readonly number[];
  readonly requested: number;
  readonly decided: number;
  readonly finished: number;
  readonly interrupted: number;
  readonly verified: boolean;
}

const TOKEN = "e2e-token";

/** Calls that fail are followed by the next one: a View that goes on asking while its relay is away. */
const viewOf = (actions: number): string =>
  testView(`
  let n = 0;
  const work = async () => {
    while (n < ${actions}) {
      try { await request("tools/call", { name: "add", arguments: { n: n++ } }); }
      catch { await new Promise((resolve) => setTimeout(resolve, 20)); }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));`);

/** Lets a View work, ends the victim at a random point of it, starts again, and compares the record with the server's own log. */
export async function crashRun({ victim, actions, seed, profile }: CrashRun): Promise<CrashFindings> {
  const draw = createDraw(seed);
  const point = 1 + draw(Math.floor(actions * 0.9));
  const server = await startServer([{ name: "show", html: viewOf(actions) }, { name: "add" }]);
  const host = await startHost({
    mcpServers: { test: { url: server.url } },
    vitrine: { policy: [{ tool: "add", verdict: "allow" }] },
  });
  const browser = await startBrowser(profile);
  try {
    const workbench = createWorkbench(browser.page);
    await workbench.open(host.url);
    await workbench.run("test", "show");
    await expect.poll(() => server.calls.length, { intervals: [1], timeout: 60_000 }).toBeGreaterThan(point);
    // Not always between two calls.
    await new Promise((resolve) => setTimeout(resolve, draw(15)));
    if (victim !== "relay") await browser.kill();
    if (victim !== "browser") await host.kill();
    const reached = calledWith(server).length;
    if (victim !== "browser") await host.restart();
    // A page that outlived its relay goes on with the new one, until it is gone as well.
    await browser.kill();
    let found = await findings(host, server);
    // The relay gives a page some seconds to come back before it ends what the page left open.
    const isOver = async (): Promise<boolean> => {
      found = await findings(host, server);
      return found.finished === found.requested;
    };
    await expect.poll(isOver, { timeout: 30_000 }).toBe(true);
    return { reached, ...found };
  } finally {
    await browser.kill();
    await host.stop();
    await server.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function findings(host: RunningHost, server: TestServer): Promise<Omit<CrashFindings, "reached">> {
  const { output } = await vitrine("audit", "key", "--data", host.data);
  const response = await fetch(new URL("/api/audit.ndjson", host.url), {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const log = await response.text();
  const entries = log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry);
  const allowed = new Set(
    entries.flatMap((entry) =>
      entry.kind === "action.decided" && entry.verdict === "allow" ? entry.action : [],
    ),
  );
  const recorded = new Set(
    entries.flatMap((entry) =>
      entry.kind === "action.requested" && entry.tool === "add" && allowed.has(entry.action)
        ? (entry.arguments as { readonly n: number }).n
        : [],
    ),
  );
  const result = await verifyAuditLog(log, { key: output.split("\n")[0] ?? "" });
  const isWhole = result.ok && result.chains.every(({ open }) => open.length === 0);
  const amount = (kind: AuditEntry["kind"]): number => entries.filter((entry) => entry.kind === kind).length;
  return {
    unrecorded: calledWith(server).filter((n) => !recorded.has(n)),
    requested: amount("action.requested"),
    decided: amount("action.decided"),
    finished: amount("action.finished"),
    interrupted: entries.filter(
      (entry) => entry.kind === "action.finished" && entry.outcome === "interrupted",
    ).length,
    verified: isWhole,
  };
}

function calledWith(server: TestServer): readonly number[] {
  return server.calls.flatMap(({ tool, arguments: input }) =>
    tool === "add" ? (input as { readonly n: number }).n : [],
  );
}
