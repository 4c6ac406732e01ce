import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { chromiumPath } from "./browser.ts";

describe("chromiumPath", () => {
  test("takes the one that is named, then Playwright's own, then an installed one", () => {
    const directory = temporaryDirectory();
    const [own, installed] = [join(directory, "own"), join(directory, "chromium")];
    const env = { PATH: directory };
    writeFileSync(installed, "");
    expect(chromiumPath(own, undefined, env)).toBe(installed);
    writeFileSync(own, "");
    expect(chromiumPath(own, undefined, env)).toBe(own);
    expect(chromiumPath(own, undefined, { ...env, PLAYWRIGHT_CHROMIUM: installed })).toBe(installed);
    expect(chromiumPath(own, own, { ...env, PLAYWRIGHT_CHROMIUM: installed })).toBe(own);
  });

  test("says which command mends it when there is none", () => {
    const directory = temporaryDirectory();
    const own = join(directory, "own");
    writeFileSync(own, "");
    expect(() =>
      chromiumPath(join(directory, "none"), undefined, { PATH: join(directory, "empty") }),
    ).toThrow("run `npx playwright install chromium`, or name one with --browser PATH.");
    expect(() => chromiumPath(own, "/nowhere", {})).toThrow("--browser names /nowhere, which does not exist");
    expect(() => chromiumPath(own, undefined, { PLAYWRIGHT_CHROMIUM: "/nowhere" })).toThrow(
      "PLAYWRIGHT_CHROMIUM names /nowhere, which does not exist",
    );
  });
});
