import { describe, expect, test } from "vitest";
import { judgeProbe, probeSandbox, type EnforcementName, type ProbeFacts } from "./enforcement.ts";

const VIEW: ProbeFacts = { site: "cross-site", fullscreen: false, reached: false, webrtc: true };
const PROXY: ProbeFacts = {
  site: "cross-site",
  fullscreen: true,
  originAgentCluster: true,
  framed: false,
  view: VIEW,
};

function statusOf(name: EnforcementName, facts: ProbeFacts | undefined): string | undefined {
  return judgeProbe("origins", facts, true).find((finding) => finding.name === name)?.status;
}

describe("A probe", () => {
  test("of a browser that enforces everything says so", () => {
    expect(new Set(judgeProbe("origins", PROXY, true).map(({ status }) => status))).toEqual(
      new Set(["enforced"]),
    );
  });

  test.each<[EnforcementName, ProbeFacts]>([
    ["view-origins", { site: "cross-site", fullscreen: true, originAgentCluster: true, framed: false }],
    ["cross-site", { ...PROXY, site: "same-site" }],
    ["frame-src", { ...PROXY, framed: true }],
    ["connection-allowlist", { ...PROXY, view: { ...VIEW, reached: true } }],
    ["webrtc", { ...PROXY, view: { ...VIEW, reached: true } }],
    ["permissions-policy", { ...PROXY, view: { ...VIEW, fullscreen: true } }],
    ["origin-agent-cluster", { ...PROXY, originAgentCluster: false }],
  ])("that sees %s fail says so in a sentence of its own", (name, facts) => {
    expect(statusOf(name, PROXY)).toBe("enforced");
    expect(statusOf(name, facts)).toBe("not-enforced");
    const sentences = judgeProbe("origins", facts, true).map(({ sentence }) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  test("takes no browser without WebRTC for one that leaks by it", () => {
    const facts = { ...PROXY, view: { ...VIEW, reached: true, webrtc: false } };
    expect(statusOf("connection-allowlist", facts)).toBe("not-enforced");
    expect(statusOf("webrtc", facts)).toBe("enforced");
  });

  test.each<[string, ProbeFacts | undefined, EnforcementName]>([
    ["no page at all", undefined, "frame-src"],
    ["no Sec-Fetch-Site", { ...PROXY, site: "" }, "cross-site"],
    ["no page at a View's origin", { ...PROXY, view: undefined }, "connection-allowlist"],
    ["full screen off for every page", { ...PROXY, fullscreen: false }, "permissions-policy"],
  ])("that got %s claims nothing", (_what, facts, name) => {
    expect(statusOf(name, facts)).toBe("unknown");
  });

  test("of the fallback says that Views have no origins of their own", () => {
    const [first] = judgeProbe("opaque", { ...PROXY, ...VIEW }, true);
    expect(first).toMatchObject({ name: "view-origins", status: "not-enforced" });
    expect(first?.sentence).toContain("one origin for all Views");
  });

  test("of somebody else's proxy claims nothing, and asks it nothing", async () => {
    const foreign = { proxy: new URL("https://proxy.example/") };
    const found = await probeSandbox(foreign, {
      document: {} as Document,
      signal: new AbortController().signal,
    });
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(["unknown"]));
  });
});
