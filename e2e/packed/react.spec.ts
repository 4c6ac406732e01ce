import { execFile } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FrameLocator, Locator, Page } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";
import type { TestServer, TestTool } from "../fixtures/mcp-server.ts";
import { startNode, type RunningProcess } from "../fixtures/process.ts";
import { expect, test } from "../fixtures/test.ts";
import { testView } from "../fixtures/test-view.ts";
import { listenForComplaints } from "./complaints.ts";

/* <McpApp> in a keyed list, under StrictMode and in React's development build, which mounts everything twice. */

const run = promisify(execFile);

/** Counts in its memory: one that was loaded anew starts at none. Saves when it is torn down. */
const COUNTER = testView(
  `let name = "", count = 0;
   const draw = () => show(name + " " + count);
   on("ui/notifications/tool-input", (input) => { name = input.arguments.name; draw(); });
   on("ui/resource-teardown", () => request("tools/call", { name: "save", arguments: { name, count } }));
   document.querySelector("button").onclick = () => { count += 1; draw(); };`,
  { body: "<button>Count</button>" },
);
const tools: readonly TestTool[] = [
  { name: "counter", html: COUNTER },
  { name: "save", annotations: { readOnlyHint: true } },
];

const PAGE = join(packedWorkspace, "consumers/react");

/** Each directory finds its own version of React. */
const VERSIONS = [
  { version: "19.3.1", directory: PAGE },
  { version: "18.3.1", directory: join(packedWorkspace, "react-18/consumer") },
] as const;

async function build(directory: string): Promise<void> {
  if (directory !== PAGE) {
    await rm(directory, { recursive: true, force: true });
    await cp(PAGE, directory, { recursive: true });
  }
  const vite = join(packedWorkspace, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "development" };
  await run(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: directory, env });
}

function itemOf(page: Page, name: string): Locator {
  return page.getByRole("listitem", { name });
}

function viewOf(page: Page, name: string): FrameLocator {
  return itemOf(page, name).frameLocator("iframe").frameLocator("iframe");
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

/** The list has these Views, in this order, and each shows this: name and count. */
async function expectList(page: Page, lines: readonly string[]): Promise<void> {
  const names = lines.map((line) => line.replace(/ .*/, ""));
  const listed = page.getByRole("listitem");
  await expect
    .poll(() => listed.evaluateAll((items) => items.map((item) => item.getAttribute("aria-label"))))
    .toEqual(names);
  for (const [place, line] of lines.entries()) {
    await expect(viewOf(page, names[place] ?? "").getByRole("status")).toHaveText(line);
  }
}

for (const { version, directory } of VERSIONS) {
  test.describe(`With React ${version}`, () => {
    // One worker for all of them: the page is built once.
    test.describe.configure({ mode: "default" });
    let embedder: RunningProcess;
    let address = "";

    test.beforeAll(async () => {
      await build(directory);
      embedder = startNode(["server.js"], { cwd: directory });
      address = (await embedder.line(/^Ready at /)).replace("Ready at ", "");
    });

    test.afterAll(() => embedder.stop());

    /** Opens three Views; the first counts to one, the second to two, the third to three. */
    const openList = async (page: Page, server: TestServer): Promise<void> => {
      await page.goto(`${address}/?server=${encodeURIComponent(server.url)}`);
      // The MCP client and the review are loaded first.
      await expect(viewOf(page, "three").getByRole("status")).toHaveText("three 0", { timeout: 30_000 });
      for (const [place, name] of ["one", "two", "three"].entries()) {
        const count = viewOf(page, name).getByRole("button", { name: "Count" });
        for (let counted = 0; counted <= place; counted += 1) await count.click();
      }
      await expectList(page, ["one 1", "two 2", "three 3"]);
    };

    test("each View is opened once, and stays loaded while its list is re-ordered or suspended", async ({
      page,
      startServer,
    }) => {
      const complaints = await listenForComplaints(page);
      const server = await startServer(tools);
      await openList(page, server);

      await press(page, "Reverse");
      await expectList(page, ["three 3", "two 2", "one 1"]);
      await press(page, "Reverse");
      await expectList(page, ["one 1", "two 2", "three 3"]);

      await press(page, "Suspend");
      await expect(page.getByText("Suspended")).toBeVisible();
      await expect(page.getByRole("listitem")).toHaveCount(0);
      await press(page, "Resume");
      await expectList(page, ["one 1", "two 2", "three 3"]);

      expect(server.calls.map(({ tool }) => tool)).toEqual(["counter", "counter", "counter"]);
      expect(complaints()).toEqual([]);
    });

    test("a View that is unmounted is told, and may act before it goes; closing the server closes the rest", async ({
      page,
      startServer,
    }) => {
      const server = await startServer(tools);
      await openList(page, server);
      await press(page, "Remove the first");
      await expect
        .poll(() => server.calls.at(-1))
        .toEqual({ tool: "save", arguments: { name: "one", count: 1 } });
      await expect(page.locator("iframe.vitrine-frame")).toHaveCount(2);
      await expectList(page, ["two 2", "three 3"]);

      await press(page, "Disconnect");
      await expect(page.locator('[data-phase="closed"]')).toHaveCount(2);
      await expect(page.locator("iframe.vitrine-frame")).toHaveCount(0);
    });

    test("what cannot be shown is said: by the error boundary, or in the place of a View that was loaded anew", async ({
      page,
      startServer,
    }) => {
      await page.addInitScript(() => Reflect.deleteProperty(Element.prototype, "moveBefore"));
      await openList(page, await startServer(tools));
      await press(page, "Show what is not there");
      await expect(page.getByRole("alert")).toHaveText('"missing" is no such tool at "test".');

      // Without `moveBefore` the browser unloads the two that React moves.
      await press(page, "Reverse");
      const sentence = "The View was lost: the page around it was changed";
      await expect(itemOf(page, "one").getByRole("alert")).toContainText(sentence);
      await expect(itemOf(page, "two").getByRole("alert")).toContainText(sentence);
      await expect(viewOf(page, "three").getByRole("status")).toHaveText("three 3");
    });
  });
}
