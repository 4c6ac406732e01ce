import { expect, test } from "vitest";
import { refuseContradiction } from "./header-agreement.ts";

const check = (headers: Record<string, string>, body: unknown): void =>
  refuseContradiction(new Headers(headers), new TextEncoder().encode(JSON.stringify(body)));

const call = { method: "tools/call", params: { name: "pay" } };

test.each([
  [{ "Mcp-Method": "tools/call", "Mcp-Name": "pay" }, call],
  [
    { "Mcp-Method": "resources/read", "Mcp-Name": "ui://a" },
    { method: "resources/read", params: { uri: "ui://a" } },
  ],
  [
    { "Mcp-Method": "tasks/get", "Mcp-Name": "t1" },
    { method: "tasks/get", params: { taskId: "t1" } },
  ],
  [
    { "Mcp-Method": "tools/call", "Mcp-Name": "=?base64?6Iy2?=" },
    { method: "tools/call", params: { name: "茶" } },
  ],
  [{ "Mcp-Method": "tools/list" }, { method: "tools/list" }],
  [{}, call],
])("lets %j pass with %j", (headers, body) => {
  expect(() => check(headers as Record<string, string>, body)).not.toThrow();
});

test.each([
  [{ "Mcp-Method": "tools/list" }, call],
  [{ "Mcp-Method": "tools/call", "Mcp-Name": "show" }, call],
  [{ "Mcp-Method": "tools/call" }, [call]],
  [{ "Mcp-Method": "tools/call" }, "tools/call"],
  [{ "Mcp-Name": "pay" }, { method: "tools/call", params: null }],
])("refuses %j with %j", (headers, body) => {
  expect(() => check(headers as Record<string, string>, body)).toThrow("contradict");
});

test("leaves a body unread that no header speaks about", () => {
  expect(() => refuseContradiction(new Headers(), new TextEncoder().encode("no JSON"))).not.toThrow();
});
