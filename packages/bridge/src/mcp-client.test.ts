import { afterEach, expect, test, vi } from "vitest";
import { loadMcpSdk, openClient } from "./mcp-client.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("loading the SDK tries no `new Function`, which a Content-Security-Policy would report", async () => {
  const tried = vi.fn();
  vi.stubGlobal("Function", new Proxy(Function, { construct: tried, apply: tried }));
  const { Client } = await loadMcpSdk();
  expect(new Client({ name: "vitrine", version: "0.1.0" })).toBeDefined();
  expect(tried).not.toHaveBeenCalled();
});

test("a transport has a minute for its first answer, because a process may have to be installed and started", async () => {
  const sdk = await loadMcpSdk();
  vi.useFakeTimers();
  const silent = { start: async () => {}, send: async () => {}, close: async () => {} };
  const told = vi.fn();
  const connecting = openClient(sdk, {
    target: { transport: () => silent },
    info: { name: "vitrine", version: "0.1.0" },
  }).catch(told);

  await vi.advanceTimersByTimeAsync(59_000);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  await connecting;
  expect(told).toHaveBeenCalledOnce();
});
