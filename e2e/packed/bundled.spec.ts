import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const run = promisify(execFile);

test("a consumer of core, React and element is built by Vite without a warning", async () => {
  const vite = join(packedWorkspace, "node_modules/vite/bin/vite.js");
  const { stdout, stderr } = await run(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: join(packedWorkspace, "consumers/vite"),
  });
  expect(stdout + stderr).toBe("");
});
