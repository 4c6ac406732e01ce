import { describe, expect, test } from "vitest";
import { describeViolation, silenceOf } from "./view-failure.ts";
import type { ViewNote } from "./view-state.ts";

const violation = (directive: string, blocked: string): ViewNote => {
  const [text, more] = describeViolation({ directive, blocked, source: "", line: 0 });
  return { at: 0, kind: "violation", text, ...more };
};
const error = (text: string): ViewNote => ({ at: 0, kind: "error", text });

describe("What the policy stopped", () => {
  test.each([
    ["script-src-elem", "https://cdn.example/a.js", "https://cdn.example", "resourceDomains"],
    ["style-src-elem", "https://cdn.example/a.css", "https://cdn.example", "resourceDomains"],
    ["connect-src", "wss://api.example:8443/live", "wss://api.example:8443", "connectDomains"],
    ["frame-src", "https://maps.example/embed", "https://maps.example", "frameDomains"],
    ["base-uri", "https://base.example/", "https://base.example", "baseUriDomains"],
  ])("names the declaration that allows it: %s %s", (directive, blocked, origin, declaration) => {
    const [text, more] = describeViolation({ directive, blocked, source: "", line: 0 });
    expect(text).toBe(
      `${directive} blocked ${blocked}; the server must declare ${origin} in _meta.ui.csp.${declaration}.`,
    );
    expect(more.violation).toEqual({ directive, blocked, declaration });
  });

  test.each([
    ["form-action", "https://evil.example/"],
    ["frame-src", "data"],
    ["connect-src", "blob"],
  ])("names none where none would: %s %s", (directive, blocked) => {
    const [text, more] = describeViolation({ directive, blocked, source: "", line: 0 });
    expect(text).toBe(`${directive} blocked ${blocked}; nothing that the server can declare allows it.`);
    expect(more.violation).toEqual({ directive, blocked });
  });

  test("names the grant where it was code from text", () => {
    const [text] = describeViolation({ directive: "script-src", blocked: "eval", source: "", line: 0 });
    expect(text).toContain("works once its approval grants it");
  });
});

describe("A View that never initializes", () => {
  test("is told what it must call when nothing went wrong", () => {
    expect(silenceOf([], 10_000)).toEqual([
      "no-initialize",
      'The View sent no "ui/initialize" within 10 s. It must call App.connect() when it loads.',
    ]);
  });

  test("failed by its own error, even when something else was kept out", () => {
    const notes = [violation("img-src", "https://cdn.example/a.png"), error("App is not defined")];
    expect(silenceOf(notes, 10_000)).toEqual([
      "script-error",
      "The View's script failed before it was ready: App is not defined",
    ]);
  });

  test("failed by the script that was kept out, whatever error came of it", () => {
    const blocked = violation("script-src-elem", "https://cdn.example/app.js");
    const cause = `A likely cause: ${blocked.text}`;
    expect(silenceOf([error("<script> did not load"), blocked], 10_000)[1]).toContain(cause);
    expect(silenceOf([blocked, error("App is not defined")], 10_000)[1]).toContain(
      `${cause} Then its script failed: App is not defined`,
    );
  });
});
