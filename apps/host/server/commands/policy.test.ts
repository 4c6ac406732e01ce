import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { policy } from "./policy.ts";

const CONFIG = `{ "mcpServers": { "shop": { "url": "https://shop.example/mcp" } },
  "vitrine": { "policy": [
    { "tool": "show_*", "verdict": "allow" },
    { "server": "shop", "tool": "pay_*", "verdict": "ask" },
    { "action": "ui/open-link", "origin": "https://docs.example.com", "verdict": "allow" },
    { "tool": "pay_all", "server": "shop", "verdict": "deny" }
  ] } }`;

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "mcp.json"), CONFIG);
  let [out, err] = ["", ""];
  const code = await policy(args, {
    env: {},
    directory,
    out: (text) => void (out += text.replaceAll(`${directory}/`, "")),
    err: (text) => void (err += text.replaceAll(`${directory}/`, "")),
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

describe("vitrine policy explain", () => {
  test("names the rule that decides, where it stands, and why none before it holds", async () => {
    const { code, out } = await run("explain", "shop", "pay_bill", "--config", "mcp.json");
    expect(code).toBe(0);
    expect(out).toBe(
      `ask: rule 2 is the first that holds, and says ask.
  mcp.json:4:5: {"server":"shop","tool":"pay_*","verdict":"ask"}
Passed over before:
  mcp.json:3:5: {"tool":"show_*","verdict":"allow"}: the tool is "pay_bill", which "show_*" does not match.
`,
    );
  });

  test("says that the default depends on what the server claims", async () => {
    const { out } = await run("explain", "shop", "list", "--config=mcp.json");
    expect(out).toMatch(/^ask, or allow if the server claims readOnlyHint of this tool: No rule holds/);
  });

  test("judges a server that the config file does not have as one added in the page", async () => {
    const { out } = await run("explain", "other", "list", "--config=mcp.json");
    expect(out).toMatch(/^ask: No rule holds/);
    expect(out).toContain('"other" is not in the config file, so it is judged as a server that was added');
    const link = ["--action=ui/open-link", "--origin=https://docs.example.com", "--config=mcp.json"];
    const allowed = await run("explain", "other", "list", ...link);
    expect(allowed.out).toMatch(/^ask: No rule holds/);
    expect(allowed.out).toContain('nothing can be allowed for the server "other", which is not trusted');
  });

  test("answers for other actors, for links, and as JSON", async () => {
    const link = ["--action", "ui/open-link", "--origin", "https://docs.example.com", "--json"];
    const answer: unknown = JSON.parse((await run("explain", "shop", "x", "--config=mcp.json", ...link)).out);
    expect(answer).toMatchObject({ verdict: "allow", rule: { index: 2, place: "mcp.json:5:5" } });

    const deepLink = await run("explain", "shop", "show_x", "--config=mcp.json", "--actor=link");
    expect(deepLink.out).toMatch(/^ask: No rule holds/);
    expect((await run("explain", "shop", "x", "--actor", "person")).out).toMatch(
      /^allow: There are no rules/,
    );
  });

  test("warns of rules that can never decide", async () => {
    const { err } = await run("explain", "shop", "x", "--config=mcp.json");
    expect(err).toBe("mcp.json:6:5: rule 4 can never decide: rule 2 holds first (mcp.json:4:5).\n");
  });

  test.each([
    [["explain", "shop"], "Write: vitrine policy explain <server> <tool>"],
    [["explane", "shop", "x"], "Write: vitrine policy explain <server> <tool>"],
    [["explain", "shop", "x", "--actor", "veiw"], '--actor does not know "veiw": did you mean "view"?'],
    [["explain", "shop", "x", "--action", "ui/open-link"], "--action ui/open-link needs --origin URL"],
    [["explain", "shop", "x", "--origin", "https://a.example"], "--origin goes with --action ui/open-link"],
    [["explain", "shop", "x", "--jsno"], "Unknown option --jsno: did you mean --json?"],
    [["explain", "shop", "x", "--config", "nope.json"], "does not exist: check the path after --config."],
  ])("refuses %j with a sentence", async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});
