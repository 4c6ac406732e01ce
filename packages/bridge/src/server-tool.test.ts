import type { Tool } from "@modelcontextprotocol/client";
import { describe, expect, test } from "vitest";
import type { Actor } from "./audit-event.ts";
import { isCallableBy, parseTool } from "./server-tool.ts";

function tool(meta?: Record<string, unknown>, fields?: Partial<Tool>): Tool {
  return { name: "show", inputSchema: { type: "object" }, ...(meta && { _meta: meta }), ...fields };
}

describe("a tool's UI resource", () => {
  test.each([
    ["nested", { ui: { resourceUri: "ui://shop/app" } }],
    ["flat and deprecated", { "ui/resourceUri": "ui://shop/app" }],
    ["nested before flat", { ui: { resourceUri: "ui://shop/app" }, "ui/resourceUri": "ui://shop/old" }],
  ])("is found: %s", (_where, meta) => {
    expect(parseTool(tool(meta)).templateUri).toBe("ui://shop/app");
  });

  test.each([
    ["a number", 7],
    ["another scheme", "https://shop.example/app"],
    ["the scheme in capitals", "UI://shop/app"],
    ["no address at all", "ui://"],
    ["markup", "ui://<script>"],
  ])("costs the UI and not the tool when it is %s", (_what, resourceUri) => {
    const parsed = parseTool(tool({ ui: { resourceUri } }));
    expect(parsed).toMatchObject({ name: "show", visibility: ["model", "app"] });
    expect(parsed.templateUri).toBeUndefined();
    expect(parsed.templateIssue).toMatch(/^Its _meta\.ui\.resourceUri .*\.$/);
  });

  test("is not taken from the flat key when the nested one is malformed", () => {
    const parsed = parseTool(tool({ ui: { resourceUri: "http://x" }, "ui/resourceUri": "ui://shop/old" }));
    expect(parsed.templateUri).toBeUndefined();
  });

  test("is absent from a tool without one", () => {
    expect(parseTool(tool())).not.toHaveProperty("templateUri");
    expect(parseTool(tool({ ui: "yes" }))).not.toHaveProperty("templateIssue");
  });
});

describe("a tool's visibility", () => {
  test.each([
    ["everybody when omitted", undefined, ["model", "app"]],
    ["the app", ["app"], ["app"]],
    ["the model, said twice", ["model", "model"], ["model"]],
    ["nobody", [], []],
    ["nobody known", ["admin"], []],
    ["what is known of it", ["admin", "app"], ["app"]],
    ["nobody when malformed", "model", []],
  ])("is %s", (_who, visibility, expected) => {
    expect(parseTool(tool({ ui: { visibility } })).visibility).toEqual(expected);
  });

  const actors: readonly Actor[] = ["view", "model", "person", "embedder", "link"];
  test.each([
    [
      ["model", "app"],
      ["view", "model", "person", "embedder", "link"],
    ],
    [["app"], ["view", "person", "embedder", "link"]],
    [["model"], ["model", "person", "embedder", "link"]],
    [[], []],
  ])("%j lets %j call", (visibility, callers) => {
    const parsed = parseTool(tool({ ui: { visibility } }));
    expect(actors.filter((actor) => isCallableBy(parsed, actor))).toEqual(callers);
  });
});

test("a tool's title falls back to its annotation and then to its name", () => {
  expect(parseTool(tool({}, { title: "Show it" })).title).toBe("Show it");
  expect(parseTool(tool({}, { annotations: { title: "Shows it" } })).title).toBe("Shows it");
  expect(parseTool(tool()).title).toBe("show");
});
