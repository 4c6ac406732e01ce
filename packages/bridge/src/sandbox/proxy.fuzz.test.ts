import { compileFunction } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exotic, isPlainJson } from "../exotic.test.fixture.ts";
import { isRecord } from "../json-rpc.ts";
import { PROXY_SCRIPT } from "./proxy-script.ts";

const HOST = "http://localhost:5180";
const VIEW = "http://view.server.localhost:5181";

interface Proxy {
  /** Hands a message of the View to the proxy. */
  readonly say: (data: unknown, from?: { readonly origin?: string; readonly stranger?: boolean }) => void;
  /** What reached the host, without what the proxy says in its own name. */
  readonly relayed: unknown[];
  readonly own: unknown[];
}

/** Runs the proxy's own text, with guards as shipped or with one line replaced, in a page made of a few objects. */
async function startProxy(replace: readonly [string, string] = ["", ""]): Promise<Proxy> {
  const listeners: ((event: object) => void)[] = [];
  const relayed: unknown[] = [];
  const own: unknown[] = [];
  const receive = (message: unknown): void => {
    const copy: unknown = structuredClone(message);
    const method = isRecord(copy) ? copy["method"] : undefined;
    const isOwn = typeof method === "string" && method.startsWith("ui/notifications/sandbox-");
    (isOwn ? own : relayed).push(copy);
  };
  const port = { postMessage: receive, addEventListener: () => {}, start: () => {} };
  const view = { postMessage: () => {} };
  const parent = { postMessage: receive };
  const frame = { setAttribute: () => {}, addEventListener: () => {}, remove: () => {}, contentWindow: view };
  const document = {
    currentScript: { dataset: { host: HOST, view: VIEW } },
    addEventListener: () => {},
    createElement: () => frame,
    body: { append: () => {}, textContent: "" },
  };
  const window = {
    parent,
    top: {
      get document(): never {
        throw new Error("another origin");
      },
    },
    addEventListener: (_type: string, listener: (event: object) => void) => void listeners.push(listener),
  };
  expect(PROXY_SCRIPT).toContain(replace[0]);
  let time = 0;
  const run = compileFunction(PROXY_SCRIPT.replace(...replace), ["window", "document", "performance"]) as (
    ...page: unknown[]
  ) => void;
  // A second between messages: what is looked at here is not the rate.
  run(window, document, { now: () => (time += 1000) });
  const fire = (event: object): void => listeners.forEach((listener) => listener(event));
  const ready = { method: "ui/notifications/sandbox-resource-ready", params: { url: `${VIEW}/view/1` } };
  fire({ source: parent, origin: HOST, data: ready, ports: [port] });
  await Promise.resolve();
  return {
    relayed,
    own,
    say: (data, { origin = VIEW, stranger = false } = {}) =>
      fire({ source: stranger ? {} : view, origin, data, ports: [] }),
  };
}

/** JSON-RPC with anything where its parts belong, and anything at all. */
const message = fc.oneof(
  exotic,
  fc.record(
    {
      jsonrpc: fc.oneof({ weight: 5, arbitrary: fc.constant("2.0") }, { weight: 1, arbitrary: exotic }),
      id: fc.oneof(fc.integer(), fc.string(), exotic),
      method: fc.oneof(
        fc.constantFrom("tools/call", "ui/notifications/sandbox-proxy-ready", "ui/notifications/sandbox-"),
        fc.string(),
        exotic,
      ),
      params: fc.oneof(fc.dictionary(fc.string(), exotic), exotic),
      result: exotic,
      error: exotic,
    },
    { requiredKeys: [] },
  ),
);

function mayPass(value: unknown): boolean {
  return (
    isPlainJson(value) &&
    isRecord(value) &&
    value["jsonrpc"] === "2.0" &&
    !String(value["method"]).startsWith("ui/notifications/sandbox-")
  );
}

const everythingPassed =
  (replace?: readonly [string, string]) =>
  async (said: unknown): Promise<boolean> => {
    const { say, relayed } = await startProxy(replace);
    say(said);
    return relayed.every(mayPass);
  };

test("Whatever a View says, the proxy neither throws nor relays anything but JSON-RPC made of plain JSON", async () => {
  await fc.assert(fc.asyncProperty(message, everythingPassed()), { numRuns: 1000 });
}, 60_000);

test.each<readonly [string, readonly [string, string]]>([
  ["shape", [`if (Object.getPrototypeOf(value) !== Object.prototype) return "shape";`, ""]],
  ["version", [`|| data["jsonrpc"] !== "2.0"`, ""]],
])(
  "Without its check of the %s something else is relayed",
  async (_what, replace) => {
    const found = await fc.check(fc.asyncProperty(message, everythingPassed(replace)), {
      numRuns: 3000,
      endOnFailure: true,
      // What a run finds is the seed's luck, and this one has it.
      seed: 1,
    });
    expect(found.failed).toBe(true);
  },
  60_000,
);

test("Nothing of a stranger or of another origin is relayed; the same from the View is", async () => {
  const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: {} };
  const { say, relayed } = await startProxy();
  say(call, { stranger: true });
  say(call, { origin: "http://evil.example" });
  say(call, { origin: "null" });
  expect(relayed).toEqual([]);
  say(call);
  expect(relayed).toEqual([call]);
});

/** A list of nothing but holes. */
function listOf(length: number): unknown[] {
  const list: unknown[] = [];
  list.length = length;
  return list;
}

test.each<readonly [string, () => unknown]>([
  ["an array that claims four thousand million items", () => listOf(2 ** 32 - 1)],
  ["an array with a hole", () => Object.assign(listOf(3), { 0: 1, 2: 3 })],
  ["an array that carries a name beside its items", () => Object.assign([1], { smuggled: new Map() })],
  ["an array with a name in place of a hole", () => Object.assign(listOf(2), { 0: 1, smuggled: "x" })],
  [
    "an object in a circle",
    () => {
      const circle: Record<string, unknown> = {};
      circle["self"] = circle;
      return circle;
    },
  ],
  [
    "a hundred thousand objects in each other",
    () => Array.from({ length: 100_000 }).reduce<object>((inner) => ({ inner }), {}),
  ],
  ["two megabytes of text", () => "x".repeat(2 * 1024 * 1024)],
  ["a buffer", () => new ArrayBuffer(64)],
  ["a large number", () => 1n],
])("A message with %s is dropped in time, and the next one still heard", async (_what, make) => {
  const { say, relayed, own } = await startProxy();
  const started = performance.now();
  say({ jsonrpc: "2.0", method: "notifications/message", params: { data: make() } });
  expect(performance.now() - started).toBeLessThan(500);
  expect(relayed).toEqual([]);
  expect(own).toContainEqual(expect.objectContaining({ method: "ui/notifications/sandbox-dropped" }));
  const next = { jsonrpc: "2.0", method: "notifications/message", params: { data: "x" } };
  say(next);
  expect(relayed).toEqual([next]);
});
