import { describe, expect, test } from "vitest";
import { judgeApp, worstLevel } from "./judgement.ts";
import type { AppObservation, ViewObservation } from "./observation.ts";
import { SURROUNDINGS } from "./surroundings.ts";

const FINE: Omit<ViewObservation, "surroundings"> = {
  start: { ready: true, ms: 80 },
  call: { outcome: "ok" },
  violations: [],
  errors: [],
  failures: [],
  actions: [],
  barriers: [],
  size: { width: 390, contentWidth: 390, height: 200, blank: false },
};

/** What is found in an app that is fine but for this. */
function found(
  view: Partial<Omit<ViewObservation, "surroundings">>,
  app: Partial<AppObservation> = {},
): readonly string[] {
  const observed: AppObservation = {
    server: "shop",
    tool: "show_basket",
    title: "Basket",
    templateUri: "ui://shop/basket",
    template: { digest: "sha256:0", size: 1000 },
    review: [],
    input: { ok: true, arguments: {}, from: "schema" },
    views: SURROUNDINGS.map((surroundings) => ({ surroundings, ...FINE, ...view })),
    ...app,
  };
  return judgeApp(observed).findings.map(
    ({ level, kind, sentence, mend }) =>
      `${level} ${kind}: ${sentence}${mend === undefined ? "" : ` → ${mend}`}`,
  );
}

describe("judgeApp", () => {
  test("finds nothing in an app that is fine", () => {
    expect(found({})).toEqual([]);
  });

  test("says once what is so in all surroundings, and where", () => {
    const [first, ...views] = SURROUNDINGS.map((surroundings) => ({ surroundings, ...FINE }));
    const error = { kind: "console", text: "boom" } as const;
    const { findings } = judgeApp({
      server: "shop",
      tool: "t",
      title: "T",
      templateUri: "ui://shop/t",
      review: [],
      input: { ok: true, arguments: {}, from: "author" },
      views: [{ ...first!, errors: [error, error] }, ...views.map((view) => ({ ...view, errors: [error] }))],
    });
    expect(findings).toMatchObject([{ count: 5, seenIn: SURROUNDINGS.map(({ name }) => name) }]);
  });

  test("counts what could not be looked at as an error, and says where", () => {
    const [surroundings] = SURROUNDINGS;
    const unchecked = [{ surroundings: surroundings!, reason: "Target crashed" }];
    expect(found({}, { unchecked })).toEqual(["error unchecked: It could not be checked: Target crashed"]);
  });

  test("gives the reason of a View that does not become ready", () => {
    expect(found({ start: { ready: false, reason: "It said nothing." } })).toEqual([
      "error not-ready: It said nothing.",
    ]);
  });

  test("names the declaration for what the policy stopped", () => {
    const violation = { directive: "connect-src", blocked: "https://api.example.com/v1", source: "" };
    expect(found({ violations: [violation] })).toEqual([
      'error csp: connect-src stopped https://api.example.com/v1. → Declare _meta.ui.csp.connectDomains: ["https://api.example.com"]',
    ]);
  });

  test("tells a library that tries eval from code that needs it", () => {
    const violations = [{ directive: "script-src", blocked: "eval", source: "" }];
    expect(found({ violations })).toEqual([
      "info csp: A library in it asks whether eval works, is told no, and goes another way.",
    ]);
    const review = [{ rule: "eval", severity: "blocking", message: "It runs text as code." }] as const;
    expect(found({ violations }, { review })).toContainEqual(
      expect.stringMatching(/^error csp: script-src stopped eval\. → .*grant eval/) as string,
    );
    const remote = [{ directive: "script-src", blocked: "eval", source: "https://cdn.example/a.js" }];
    expect(found({ violations: remote })).toContainEqual(expect.stringMatching(/^error csp/) as string);
  });

  test("does not blame the app for what being offline does to it", () => {
    const errors = [{ kind: "uncaught", text: "Cesium is not defined" }] as const;
    const failure = {
      url: "https://cesium.com/a.js",
      reason: "net::ERR_INTERNET_DISCONNECTED",
      offline: true,
    };
    expect(found({ errors })).toEqual(["error uncaught: Not caught: Cesium is not defined"]);
    expect(found({ errors, failures: [failure] })).toEqual([
      "warning uncaught: Not caught: Cesium is not defined → This run was offline, which may be the cause: run it without --offline",
      "info offline: It asks https://cesium.com for something, which was kept back.",
    ]);
  });

  test("tells a file that cannot be there from one that did not come", () => {
    const failures = [
      { url: "http://v1.s1.localhost:41234/logo.png", reason: "HTTP 404", offline: false },
      { url: "https://cdn.example.com/logo.png", reason: "net::ERR_NAME_NOT_RESOLVED", offline: false },
    ];
    const [beside, away] = found({ failures });
    expect(beside).toMatch(
      /^error not-loaded: \/logo\.png was not there \(HTTP 404\)\. → .*put it into the HTML/,
    );
    expect(away).toMatch(/^warning not-loaded: https:\/\/cdn/);
  });

  test("says how far a View that is too wide reaches", () => {
    const size = { width: 390, contentWidth: 720, height: 200, blank: false, widest: "<table>" };
    expect(found({ size })).toEqual([
      "warning overflow: It is 720 px wide in a frame of 390 px, up to the end of <table>. → Let it wrap or shrink, or give what is wide a scroller of its own",
    ]);
  });

  test("says that a ready View shows nothing", () => {
    expect(found({ size: { width: 390, contentWidth: 390, height: 0, blank: true } })).toMatchObject([
      expect.stringMatching(/^warning blank/),
    ]);
  });

  test("counts a grave barrier as a warning, and a slight one as a note", () => {
    const barrier = {
      rule: "button-name",
      help: "Buttons must have discernible text",
      targets: ["#add"],
      count: 1,
    };
    expect(found({ barriers: [{ ...barrier, impact: "critical" }] })).toEqual([
      "warning accessibility: Buttons must have discernible text (button-name, critical): #add. → https://dequeuniversity.com/rules/axe/4.11/button-name",
    ]);
    expect(found({ barriers: [{ ...barrier, impact: "minor" }] })[0]).toMatch(/^info/);
  });

  test("blames a failing tool for input that its author gave, and not for input that was made up", () => {
    const call = { outcome: "error", text: "no such basket" } as const;
    expect(found({ call })[0]).toMatch(/^warning tool-error: .*no such basket → .*--args show_basket/);
    const input = { ok: true, arguments: {}, from: "author" } as const;
    expect(found({ call }, { input })).toEqual([
      "error tool-error: The tool answered with an error: no such basket",
    ]);
  });

  test("tells what the host refused, and not what the check itself denied", () => {
    const action = { method: "tools/call", subject: "pay" };
    const refused = { ...action, outcome: "refused", reason: "It is not visible to apps." } as const;
    expect(found({ actions: [refused] })[0]).toMatch(
      /^error refused: tools\/call pay was refused: It is not visible/,
    );
    expect(found({ actions: [{ ...action, answer: "deny", outcome: "denied" }] })).toEqual([]);
  });

  test("asks for input where none could be made", () => {
    const input = { ok: false, reason: "Nothing fits.", mend: "Give it: --args" } as const;
    expect(found({}, { input, views: [] })).toEqual(["error no-input: Nothing fits. → Give it: --args"]);
  });

  test("says what the review blocks, and that it was granted", () => {
    const review = [{ rule: "webrtc", severity: "blocking", message: "It uses RTCPeerConnection." }] as const;
    expect(found({ start: { ready: false, reason: "It waits." } }, { review })[0]).toMatch(
      /^error review: webrtc: It uses RTCPeerConnection\. → Until a person/,
    );
    expect(found({}, { review })[0]).toMatch(/^warning review: webrtc: .* → It was granted for this check/);
  });
});

test("worstLevel is the worst there is", () => {
  const finding = { kind: "k", sentence: "s", seenIn: [], count: 1 };
  expect(
    worstLevel([
      { ...finding, level: "info" },
      { ...finding, level: "error" },
    ]),
  ).toBe("error");
  expect(worstLevel([])).toBeUndefined();
});
