import { beforeEach, onTestFinished } from "vitest";
import type { ApprovalStore } from "./approval.ts";
import type { AuditEvent } from "./audit-event.ts";
import { RpcError } from "./json-rpc.ts";
import { createMemoryApprovalStore } from "./memory-approval-store.ts";
import { createMemoryTemplateStore } from "./memory-template-store.ts";
import { review } from "./review.ts";
import { parseTool, type ServerTool } from "./server-tool.ts";
import { TEMPLATE_MIME_TYPE } from "./template.ts";
import {
  createTemplateCatalogue,
  type TemplateCatalogueOptions,
  type Templates,
} from "./template-catalogue.ts";
import type { TemplateStore } from "./template-store.ts";

export const APP = "ui://shop/app";
export const SERVER = { name: "shop", identity: "https://shop.example/mcp" };

/** A server whose resources can be changed, and which writes down what it is asked for. */
export interface Shop {
  readonly resources: Map<string, unknown>;
  readonly listed: Map<string, unknown>;
  readonly reads: string[];
  hints: { readonly ttlMs?: number; readonly cacheScope?: string };
  connection: TemplateCatalogueOptions["connection"];
}

export function openShop(html = "<p>one"): Shop {
  const shop: Shop = {
    resources: new Map([[APP, content(APP, html)]]),
    listed: new Map(),
    reads: [],
    hints: {},
    connection: {
      readResource(uri) {
        shop.reads.push(uri);
        const answer = shop.resources.get(uri);
        if (answer === undefined) return Promise.reject(new RpcError(-32602, "Resource not found"));
        if (answer instanceof Error) return Promise.reject(answer);
        return Promise.resolve({ ...shop.hints, contents: [answer] as never });
      },
      listUiResources: () => Promise.resolve(new Map(shop.listed)),
    },
  };
  return shop;
}

/** One item of `contents`. */
export function content(uri: string, text: string, ui?: Record<string, unknown>): Record<string, unknown> {
  return { uri, mimeType: TEMPLATE_MIME_TYPE, text, ...(ui && { _meta: { ui } }) };
}

/** A tool for each address. */
export function toolsFor(...uris: readonly string[]): ServerTool[] {
  return uris.map((uri, index) =>
    parseTool({
      name: `tool_${index}`,
      inputSchema: { type: "object" },
      _meta: { ui: { resourceUri: uri } },
    }),
  );
}

/** What a catalogue works with; anew for each test. */
export interface TemplateWorld {
  shop: Shop;
  approvals: ApprovalStore;
  store: TemplateStore;
  events: AuditEvent[];
  clock: number;
  kinds(): string[];
  /** A catalogue of the shop's templates. */
  open(options?: Partial<TemplateCatalogueOptions>): Templates;
  /** The same, when `APP` was prefetched. */
  opened(options?: Partial<TemplateCatalogueOptions>): Promise<Templates>;
  /** The same, when a person approved it. */
  approved(options?: Partial<TemplateCatalogueOptions>): Promise<Templates>;
}

export function createTemplateWorld(): TemplateWorld {
  const world: TemplateWorld = {
    ...freshState(),
    kinds: () => world.events.map(({ kind }) => kind),
    open(options) {
      const closing = new AbortController();
      onTestFinished(() => closing.abort());
      return createTemplateCatalogue({
        server: SERVER,
        principal: "ada",
        connection: world.shop.connection,
        approvals: world.approvals,
        store: world.store,
        mode: "ask",
        review,
        origins: () => undefined,
        record: (event) => Promise.resolve(void world.events.push(event)),
        signal: closing.signal,
        now: () => world.clock,
        ...options,
      });
    },
    async opened(options) {
      const templates = world.open(options);
      await templates.prefetch(toolsFor(APP));
      return templates;
    },
    async approved(options) {
      const templates = await world.opened(options);
      await templates.approve(APP, digestOf(templates), "person");
      return templates;
    },
  };
  beforeEach(() => void Object.assign(world, freshState()));
  return world;
}

function freshState(): Pick<TemplateWorld, "shop" | "approvals" | "store" | "events" | "clock"> {
  return {
    shop: openShop(),
    approvals: createMemoryApprovalStore(),
    store: createMemoryTemplateStore(),
    events: [],
    clock: Date.UTC(2026, 10, 21),
  };
}

export function digestOf(templates: Templates): string {
  return templates.entry(APP)?.template?.digest ?? "none";
}

/** A promise that is settled from outside. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  const made = {} as { promise: Promise<T>; resolve: (value: T) => void };
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}
