import { templateDigest, type TemplateFacts } from "@vitrine/bridge";
import { describe, expect, test } from "vitest";
import { formatTemplateLock, lockFileOf, parseTemplateLock, type LockedTemplate } from "./template-lock.ts";

const FILE = "/team/vitrine.lock.json";

async function locked(given: Partial<LockedTemplate> = {}): Promise<LockedTemplate> {
  const facts: TemplateFacts = given.facts ?? {
    htmlDigest: `sha256:${"1".repeat(64)}`,
    csp: { connectDomains: ["https://b.example", "https://a.example"] },
  };
  return {
    server: "shop",
    uri: "ui://shop/app",
    facts,
    digest: await templateDigest(facts),
    ...given,
  };
}

describe("The lock file", () => {
  test("lies beside the config file", () => {
    expect(lockFileOf("/team/mcp.json")).toBe(FILE);
  });

  test("reads as it was written", async () => {
    const facts = { htmlDigest: `sha256:${"1".repeat(64)}`, csp: { frameDomains: ["https://localhost:1"] } };
    const templates = [await locked({ facts, unsafeEval: true, localDomains: ["https://localhost:1"] })];
    expect(await parseTemplateLock(FILE, formatTemplateLock(templates))).toEqual(templates);
  });

  test("has the same bytes whatever order the templates come in", async () => {
    const one = await locked();
    const two = await locked({ server: "bank" });
    const three = await locked({ uri: "ui://shop/other" });
    expect(formatTemplateLock([one, two, three])).toBe(formatTemplateLock([three, one, two]));
    const written = await parseTemplateLock(FILE, formatTemplateLock([three, one, two]));
    expect(written.map(({ server, uri }) => `${server} ${uri}`)).toEqual([
      "bank ui://shop/app",
      "shop ui://shop/app",
      "shop ui://shop/other",
    ]);
  });

  test("is refused when a declaration was edited under its digest", async () => {
    const { csp, ...facts } = (await locked()).facts;
    expect(csp).toBeDefined();
    const text = formatTemplateLock([await locked({ digest: (await locked()).digest, facts })]);
    await expect(parseTemplateLock(FILE, text)).rejects.toThrow(
      `${FILE}:4:5: ui://shop/app of shop: The digest of the approval is not that of its facts. Run vitrine review`,
    );
  });

  test("is refused when it grants a domain that the template does not declare", async () => {
    const text = formatTemplateLock([await locked({ localDomains: ["http://localhost:9999"] })]);
    await expect(parseTemplateLock(FILE, text)).rejects.toThrow(
      'It does not declare "http://localhost:9999" as a local domain.',
    );
  });

  test("is refused when a template is locked twice", async () => {
    const text = formatTemplateLock([await locked(), await locked()]);
    await expect(parseTemplateLock(FILE, text)).rejects.toThrow("ui://shop/app of shop is locked twice");
  });

  test.each([
    ["no JSON", "{", `${FILE}:1:2: the file is no valid JSON`],
    ["another format", `{ "v": 2, "templates": [] }`, `${FILE}:1:3: v: must be 1`],
    ["another key", `{ "v": 1, "templates": [{ "server": "shop", "extra": 1 }] }`, `${FILE}:1:`],
    ["a list", "[]", `${FILE}:1:1: the file: must be an object.`],
  ])("is refused with its place when it is %s", async (_what, text, problem) => {
    await expect(parseTemplateLock(FILE, text)).rejects.toThrow(problem);
  });
});
