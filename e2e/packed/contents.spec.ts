import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const PACKAGE = join(packedWorkspace, "node_modules/@vitrine/bridge");

test("the package has its license, its README, what is built and its sources, and no tests", async () => {
  expect((await readdir(PACKAGE)).toSorted()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "package.json",
    "src",
  ]);
  const files = await readdir(PACKAGE, { recursive: true });
  expect(files.filter((file) => /\.(test|fixtures?)\./.test(file))).toEqual([]);
});

test("every export has its types and its module in the package", async () => {
  const { exports } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const files = await readdir(PACKAGE, { recursive: true });
  const named = Object.values(exports).flatMap((conditions) => Object.values(conditions));
  expect(named.filter((file) => !files.includes(file.slice("./".length)))).toEqual([]);
});

test("every source that a map names is in the package, so that a debugger shows it", async () => {
  const files = await readdir(PACKAGE, { recursive: true });
  const missing: string[] = [];
  for (const file of files.filter((name) => name.endsWith(".map"))) {
    const { sources } = JSON.parse(await readFile(join(PACKAGE, file), "utf8")) as {
      readonly sources: readonly string[];
    };
    for (const source of sources) {
      const path = join(file, "..", source);
      if (!files.includes(path)) missing.push(`${file}: ${path}`);
    }
  }
  expect(missing).toEqual([]);
});
