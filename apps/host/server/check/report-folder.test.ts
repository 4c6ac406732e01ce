import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { makeReportFolder } from "./report-folder.ts";
import { reportPage } from "./report-page.ts";

describe("makeReportFolder", () => {
  test("makes the folder, and takes it again with an earlier report in it", async () => {
    const folder = join(temporaryDirectory(), "artifacts", "check");
    await makeReportFolder(folder);
    expect(existsSync(folder)).toBe(true);
    const result = { apps: [], unreached: [], at: new Date(0), browser: "Chromium", offline: false };
    writeFileSync(join(folder, "index.html"), reportPage(result));
    await expect(makeReportFolder(folder)).resolves.toBeUndefined();
  });

  test("refuses a folder with another's page in it", async () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, "index.html"), "<title>Our shop</title>");
    await expect(makeReportFolder(folder)).rejects.toThrow(
      /has an index\.html that is no report.*--report DIR/,
    );
    expect(readFileSync(join(folder, "index.html"), "utf8")).toBe("<title>Our shop</title>");
  });

  test("refuses what cannot be a folder", async () => {
    const file = join(temporaryDirectory(), "taken");
    writeFileSync(file, "");
    await expect(makeReportFolder(file)).rejects.toThrow(/cannot be put into .*taken .*--report DIR/);
  });
});
