import { describe, expect, test } from "vitest";
import { serverIdentity } from "./server-identity.ts";

describe("the identity of a server", () => {
  test.each([
    ["lower-cases scheme and host", "HTTPS://Shop.Example/MCP", "https://shop.example/MCP"],
    ["drops the default port", "https://shop.example:443/mcp", "https://shop.example/mcp"],
    ["keeps another port", "http://localhost:4100/mcp", "http://localhost:4100/mcp"],
    ["drops user and password", "https://me:secret@shop.example/mcp", "https://shop.example/mcp"],
    ["drops the fragment", "https://shop.example/mcp#tools", "https://shop.example/mcp"],
    ["drops a slash at the end", "https://shop.example/mcp/", "https://shop.example/mcp"],
    ["drops the only slash", "https://shop.example/", "https://shop.example"],
    ["keeps the query", "https://shop.example/mcp?tenant=a", "https://shop.example/mcp?tenant=a"],
    ["writes a host in one way", "https://BÜCHER.example/mcp", "https://xn--bcher-kva.example/mcp"],
    ["resolves dots in the path", "https://shop.example/a/../mcp", "https://shop.example/mcp"],
  ])("%s", (_rule, url, identity) => {
    expect(serverIdentity(url)).toBe(identity);
    expect(serverIdentity(new URL(url))).toBe(identity);
  });

  test.each(["shop.example/mcp", "ftp://shop.example", "ui://shop/app", ""])("refuses %j", (url) => {
    expect(() => serverIdentity(url)).toThrow(expect.objectContaining({ code: "invalid-argument" }));
  });
});
