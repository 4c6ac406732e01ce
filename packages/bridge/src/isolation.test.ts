import { describe, expect, test } from "vitest";
import { assertIsolated } from "./isolation.ts";

describe("assertIsolated", () => {
  test.each([
    ["the origin itself", "http://localhost:5180", "http://localhost:5180"],
    ["another port of the same name", "http://localhost:5181", "http://localhost:5180"],
    ["another scheme of the same name", "https://app.example.com", "http://app.example.com"],
    ["a name below the host's", "https://proxy.example.com", "https://example.com"],
    ["a name above the host's", "https://example.com", "https://app.example.com"],
    ["a neighbour below localhost", "http://proxy.tea.localhost:5181", "http://app.tea.localhost:5180"],
  ])("refuses %s", (_, sandbox, host) => {
    expect(() => assertIsolated(new URL(sandbox), host)).toThrow(
      expect.objectContaining({ code: "sandbox-not-isolated" }) as Error,
    );
  });

  test.each([
    ["proxy.localhost beside localhost", "http://proxy.localhost:5181", "http://localhost:5180"],
    ["two names below localhost", "http://proxy.localhost:5181", "http://app.localhost:5180"],
    ["a domain of its own", "https://proxy.views.example", "https://app.example.com"],
    ["an address beside a name", "http://127.0.0.1:5181", "http://localhost:5180"],
    ["a name that only ends alike", "https://notexample.com", "https://example.com"],
    ["names that may have a public suffix between them", "https://b.github.io", "https://a.github.io"],
  ])("lets %s pass", (_, sandbox, host) => {
    expect(() => assertIsolated(new URL(sandbox), host)).not.toThrow();
  });

  test("says how to mend it", () => {
    expect(() => assertIsolated(new URL("http://localhost:5181"), "http://localhost:5180")).toThrow(
      /serve the sandbox from a domain of its own/,
    );
  });
});
