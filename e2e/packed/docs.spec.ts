import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const run = promisify(execFile);
const DOC = fileURLToPath(new URL("../../docs/embed.md", import.meta.url));

/** Every block of code that begins with the name of its file. */
async function blocks(): Promise<readonly (readonly [name: string, code: string])[]> {
  const fences = (await readFile(DOC, "utf8")).matchAll(/^```tsx?\n(\/\/ ([\w.-]+)\n[^]*?)^```/gm);
  return [...fences].map(([, code = "", name = ""]) => [name, code]);
}

test("the code in docs/embed.md is complete: together its blocks compile", async () => {
  test.slow();
  const directory = join(packedWorkspace, "consumers/docs");
  const files = await blocks();
  expect(files.length).toBeGreaterThan(10);
  await mkdir(directory, { recursive: true });
  for (const [name, code] of files) await writeFile(join(directory, name), code);
  const compilerOptions = { skipLibCheck: true, allowImportingTsExtensions: true };
  const config = { extends: "../types/tsconfig.json", compilerOptions, include: ["."] };
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(packedWorkspace, "node_modules/typescript-7.0/bin/tsc");
  const { stdout } = await run(process.execPath, [compiler, "-p", directory]).catch(
    (error: { readonly stdout: string }) => error,
  );
  expect(stdout).toBe("");
});
