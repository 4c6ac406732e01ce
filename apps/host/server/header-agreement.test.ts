import { expect, test } from "vitest";
import { refuseContradiction } from "./header-agreement.ts";

const check = (headers: Record<string, string>, message: Record<string, unknown>): void =>
  refuseContradiction(new Headers(headers), message);

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
  [{ "Mcp-Name": "pay" }, { method: "tools/call", params: null }],
  [{ "Mcp-Name": "pay" }, { method: "tools/call", params: { name: "show", uri: "pay", taskId: "pay" } }],
  [{ "Mcp-Name": "ui://a" }, { method: "resources/read", params: { uri: "ui://b", name: "ui://a" } }],
])("refuses %j with %j", (headers, body) => {
  expect(() => check(headers as Record<string, string>, body)).toThrow("contradict");
});
