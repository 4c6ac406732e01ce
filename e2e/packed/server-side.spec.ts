import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const run = promisify(execFile);

/** Runs a module in plain Node that resolves from `directory`, and returns what it printed, warnings included. */
async function runNode(directory: string, module: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", module], {
    cwd: join(packedWorkspace, directory),
  });
  return stdout + stderr;
}

test.describe("On a server, where there is no window", () => {
  for (const path of ["", "/browser", "/element", "/react", "/sandbox", "/testing"]) {
    test(`@vitrine/bridge${path} can be imported`, async () => {
      const module = `const all = await import("@vitrine/bridge${path}"); console.log(typeof Object.values(all)[0]);`;
      expect(await runNode("consumers", module)).toMatch(/^(function|object)\n$/);
    });
  }

  for (const [version, directory] of [
    ["18.3.1", "react-18"],
    ["19.3.1", "consumers"],
  ] as const) {
    test(`<McpApp> renders its container with React ${version}, and warns of nothing`, async () => {
      const printed = await runNode(
        directory,
        `import { createElement, StrictMode, version } from "react";
         import { renderToString } from "react-dom/server";
         import { McpApp } from "@vitrine/bridge/react";
         import { recordingServer } from "@vitrine/bridge/testing";
         const app = createElement(McpApp, { server: recordingServer(), tool: "show_basket", className: "app" });
         console.log(version, renderToString(createElement(StrictMode, null, app)));`,
      );
      expect(printed).toBe(`${version} <div class="app"></div>\n`);
    });
  }

  test("the React export is a client module, so that a server component can render <McpApp>", async () => {
    const module = join(packedWorkspace, "node_modules/@vitrine/bridge/dist/react/index.js");
    expect(await readFile(module, "utf8")).toMatch(/^(\/\*\*[^]*?\*\/\n)?"use client";\n/);
  });
});
