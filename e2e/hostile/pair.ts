import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { startHost, type McpConfig, type RunningHost } from "../fixtures/host.ts";
import { startServer, type TestServer, type TestTool } from "../fixtures/mcp-server.ts";
import { createWorkbench, type Workbench } from "../fixtures/workbench.ts";
import { unguardedProgram } from "../unguarded/build.ts";
import { attacks, type AttackId } from "./attacks.ts";
import { startCollectors, type Collectors } from "./collectors.ts";
import type { GuardName } from "./guards.ts";
import { startRawServer, type RawServer, type RawServerOptions } from "./raw-http-server.ts";

/** Where an attack takes place: the shipped host, or the same with named guards switched off. */
export interface World {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly workbench: Workbench;
  readonly collectors: Collectors;
  /** Starts a hostile server; what reached it stands in its `calls`. */
  serve(tools: readonly TestTool[]): Promise<TestServer>;
  /** Starts a server that obeys no SDK. */
  serveRaw(options: RawServerOptions): Promise<RawServer>;
  /** Starts the host. */
  start(config: McpConfig): Promise<RunningHost>;
  /** Starts a host with one server, `evil`, whose first tool a person runs. */
  run(
    tools: readonly TestTool[],
    vitrine?: object,
  ): Promise<{ readonly server: TestServer; readonly host: RunningHost }>;
  /** Gives a View time until it says that it has tried; what it achieved is for others to say. */
  tried(tool: string): Promise<void>;
  /** Whether it becomes true: given long where it should, and long enough to be noticed where it must not. */
  happens(check: () => boolean | Promise<boolean>): Promise<boolean>;
}

const LONG_MS = 10_000;
const ENOUGH_MS = 1_200;

interface Fixtures {
  readonly world: (off: readonly GuardName[]) => Promise<World>;
}

const test = base.extend<Fixtures>({
  world: async ({ page, context }, use) => {
    const open: (() => unknown)[] = [];
    await use(async (off) => {
      const collectors = await startCollectors();
      open.push(() => collectors.close());
      const workbench = createWorkbench(page);
      const world: World = {
        page,
        context,
        workbench,
        collectors,
        async serve(tools) {
          const server = await startServer(tools);
          open.push(() => server.close());
          return server;
        },
        async serveRaw(options) {
          const server = await startRawServer(options);
          open.push(() => server.close());
          return server;
        },
        async start(config) {
          const host =
            off.length === 0
              ? await startHost(config)
              : await startHost(config, { UNGUARDED: off.join(",") }, unguardedProgram);
          open.unshift(() => host.stop());
          return host;
        },
        async run(tools, vitrine = {}) {
          const server = await world.serve(tools);
          const host = await world.start({ mcpServers: { evil: { url: server.url } }, vitrine });
          await workbench.open(host.url);
          await workbench.run("evil", tools[0]?.name ?? "");
          return { server, host };
        },
        async tried(tool) {
          const status = workbench.view(tool).getByText("tried", { exact: true });
          await status.waitFor({ timeout: 5_000 }).catch(() => {});
        },
        async happens(check) {
          const until = Date.now() + (off.length === 0 ? ENOUGH_MS : LONG_MS);
          while (!(await check())) {
            if (Date.now() > until) return false;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          return true;
        },
      };
      if (off.length > 0) {
        await context.addInitScript((names) => {
          Object.assign(globalThis, { unguarded: new Set(names) });
        }, off);
      }
      return world;
    });
    await page.close();
    for (const close of open) await close();
  },
});

/** One attack, twice: stopped by the shipped host, successful where its guards are switched off. */
export function pair(id: AttackId, attack: (world: World) => Promise<boolean>): void {
  pairs([id], async (world) => ((await attack(world)) ? [id] : []));
}

/** Attacks that one run of the same guards judges together; `attack` answers which succeeded. */
export function pairs(
  ids: readonly AttackId[],
  attack: (world: World) => Promise<readonly AttackId[]>,
): void {
  const [first] = attacks.filter(({ id }) => ids.includes(id));
  if (first === undefined) throw new Error(`The manifest has no ${ids.join(", ")}.`);
  const { guards, core } = first;
  const what = ids.length === 1 ? ids[0] : `${ids[0]} and ${ids.length - 1} more`;
  const tag = core === true ? { tag: "@core" } : {};
  test.describe(`${first.class}: ${what}`, () => {
    test("stopped", tag, async ({ world }) => {
      expect(await attack(await world([]))).toEqual([]);
    });
    test(`succeeds without ${guards.join(", ")}`, tag, async ({ world }) => {
      expect([...(await attack(await world(guards)))].toSorted()).toEqual(ids.toSorted());
    });
  });
}
