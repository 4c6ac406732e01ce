import { afterEach, expect, test, vi } from "vitest";
import { loadMcpSdk } from "./mcp-client.ts";

afterEach(() => vi.unstubAllGlobals());

test("loading the SDK tries no `new Function`, which a Content-Security-Policy would report", async () => {
  const tried = vi.fn();
  vi.stubGlobal("Function", new Proxy(Function, { construct: tried, apply: tried }));
  const { Client } = await loadMcpSdk();
  expect(new Client({ name: "vitrine", version: "0.1.0" })).toBeDefined();
  expect(tried).not.toHaveBeenCalled();
});
