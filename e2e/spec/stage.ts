import { fileURLToPath } from "node:url";
import { test as base, type BrowserContext, type Page } from "@playwright/test";
import type * as bridgeModule from "@vitrine/bridge";
import type * as kitModule from "@vitrine/bridge/playwright";
import { startEmbedder, type Embedder } from "../fixtures/embedder.ts";
import { startHost, type McpConfig } from "../fixtures/host.ts";
import { startServer, type TestServer, type TestTool } from "../fixtures/mcp-server.ts";
import { createWorkbench, type Workbench } from "../fixtures/workbench.ts";
import { startRawServer, type RawServer, type RawServerOptions } from "../hostile/raw-http-server.ts";
import { unguardedModule, unguardedProgram } from "../unguarded/build.ts";
import type { SwitchName } from "../unguarded/switches.ts";

type Kit = typeof kitModule;
type Bridge = typeof bridgeModule;
type Vitrine = Awaited<ReturnType<Kit["startVitrine"]>>;
type KitOptions = Omit<Parameters<Kit["startVitrine"]>[0], "page" | "server">;

/** Where a clause is tested: everything on it is as shipped, or everything has the same lines switched off. */
export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The kit's `expect`; where lines are off it is patient for a shorter time. */
  readonly expect: Kit["expect"];
  /** The library, for what needs no page. */
  readonly bridge: Bridge;
  /** Starts a server; what reached it stands in its `calls`. */
  serve(tools: readonly TestTool[]): Promise<TestServer>;
  /** Starts a server that obeys no SDK; what reached it stands in its `heard`. */
  serveRaw(options: RawServerOptions): Promise<RawServer>;
  /** Starts the kit's host for a server. */
  host(server: { readonly url: string }, options?: KitOptions): Promise<Vitrine>;
  /** Starts the smallest embedder's page: with sandbox origins, with the fallback, or for somebody else's proxy. */
  embedder(views?: "origins" | "opaque" | URL): Promise<Embedder>;
  /** Starts the web app and opens its page. */
  webApp(config: McpConfig): Promise<Workbench>;
}

/** How long an expectation waits that is bound to fail. */
const SHORT_MS = 3_000;
const ACTION_MS = 10_000;
const NAVIGATION_MS = 30_000;

interface Fixtures {
  readonly stage: (off: readonly SwitchName[]) => Promise<Stage>;
}

export const test = base.extend<Fixtures>({
  stage: async ({ page, context }, use, info) => {
    const open: (() => unknown)[] = [];
    await use(async (off) => {
      const guarded = off.length === 0;
      if (!guarded) {
        // The sandbox and the library's Node side run in this process, and tests of one worker run one by one.
        Object.assign(globalThis, { unguarded: new Set(off) });
        open.push(() => Reflect.deleteProperty(globalThis, "unguarded"));
        await context.addInitScript((names) => {
          Object.assign(globalThis, { unguarded: new Set(names) });
        }, off);
        // What the missing lines keep from the page is no reason to wait for the whole test's time.
        page.setDefaultTimeout(ACTION_MS);
        page.setDefaultNavigationTimeout(NAVIGATION_MS);
      }
      const kit = guarded
        ? await import("@vitrine/bridge/playwright")
        : ((await import(unguardedModule("playwright/index.js"))) as Kit);
      const bridge = guarded
        ? await import("@vitrine/bridge")
        : ((await import(unguardedModule("index.js"))) as Bridge);
      return {
        page,
        context,
        expect: guarded ? kit.expect : kit.expect.configure({ timeout: SHORT_MS }),
        bridge,
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
        async host({ url }, options) {
          const vitrine = await kit.startVitrine({ page, server: { url }, ...options });
          open.unshift(() => vitrine.close());
          return vitrine;
        },
        async embedder(views) {
          const library = guarded ? undefined : fileURLToPath(unguardedModule(""));
          const embedder = await startEmbedder(info.outputPath("site"), views, library);
          open.unshift(() => embedder.close());
          return embedder;
        },
        async webApp(config) {
          const host = guarded
            ? await startHost(config)
            : await startHost(config, { UNGUARDED: off.join(",") }, unguardedProgram);
          open.unshift(() => host.stop());
          const workbench = createWorkbench(page);
          await workbench.open(host.url);
          return workbench;
        },
      };
    });
    await page.close();
    for (const close of open) await close();
  },
});
