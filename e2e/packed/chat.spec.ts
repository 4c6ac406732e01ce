import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FrameLocator, Page } from "@playwright/test";
import { templateDigest } from "@vitrine/bridge";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";
import type { TestTool } from "../fixtures/mcp-server.ts";
import { startNode, startPackage, type RunningProcess } from "../fixtures/process.ts";
import { expect, test as base } from "../fixtures/test.ts";
import { testView } from "../fixtures/test-view.ts";
import { createWorkbench } from "../fixtures/workbench.ts";
import { sha256 } from "./expected-record.ts";

/* What only a conversation has: input that is still written, a call that is stopped, messages and model context. */

const VIEW = testView(
  `const heard = [];
   const tell = (line) => { heard.push(line); show(heard.join(" | ")); };
   on("ui/notifications/tool-input-partial", (params) => tell("partial " + JSON.stringify(params.arguments)));
   on("ui/notifications/tool-input", (params) => tell("input " + JSON.stringify(params.arguments)));
   on("ui/notifications/tool-result", (result) => tell("result " + result.content[0].text));
   on("ui/notifications/tool-cancelled", ({ reason }) => tell("cancelled: " + reason));
   const know = (...texts) => request("ui/update-model-context", { content: texts.map((text) => ({ type: "text", text })) });
   const press = (name, act) => { document.querySelector("#" + name).onclick = act; };
   press("green", () => know("The person likes green tea."));
   press("black", () => know("The person likes black tea."));
   press("nothing", () => know());
   press("ask", () => request("ui/message", { role: "user", content: [{ type: "text", text: "What before I buy?" }] }));
   tell("ready");`,
  {
    body: ["green", "black", "nothing", "ask"]
      .map((name) => `<button id="${name}">${name}</button>`)
      .join(""),
  },
);

interface Fixtures {
  /** Opens the chat with a shop whose `show_basket` is this. */
  readonly openChat: (run?: TestTool["run"]) => Promise<void>;
}

const test = base.extend<Fixtures>({
  openChat: async ({ page, startServer }, use, testInfo) => {
    const chats: RunningProcess[] = [];
    await use(async (answer = () => ({ content: [{ type: "text", text: "2 tins" }] })) => {
      const annotations = { readOnlyHint: true };
      const server = await startServer([{ name: "show_basket", html: VIEW, annotations, run: answer }]);
      const facts = { htmlDigest: sha256(VIEW) };
      const template = { uri: "ui://test/show_basket.html", digest: await templateDigest(facts), facts };
      const lock = testInfo.outputPath("vitrine.lock.json");
      await writeFile(lock, JSON.stringify({ v: 1, templates: [{ server: "shop", ...template }] }));
      const chat = startPackage(join(packedWorkspace, "examples/embed-chat"), {
        PORT: "0",
        MCP_URL: server.url,
        LOCK: lock,
      });
      chats.push(chat);
      const ready = await chat.line(/^Ready at /);
      await page.goto(ready.replace("Ready at ", ""));
    });
    await Promise.all(chats.map((chat) => chat.stop()));
  },
});

test.slow();

async function ask(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill("Show me my basket");
  await page.keyboard.press("Enter");
}

function viewOf(page: Page): FrameLocator {
  return page.locator("[data-view]").frameLocator("iframe").frameLocator("iframe");
}

test("a View hears the arguments while the assistant writes them, then the result of the one call", async ({
  page,
  openChat,
}) => {
  // The assistant writes by timer. The test holds the clock, so that the View is there before the arguments are.
  await page.clock.install();
  await openChat();
  const send = page.getByRole("button", { name: "Send" });
  await expect(send).toBeVisible();
  await page.clock.pauseAt(Date.now() + 60_000);
  await ask(page);
  const writeUntil = (reached: () => Promise<boolean>): Promise<void> =>
    expect
      .poll(
        async () => {
          await page.clock.runFor(40);
          return reached();
        },
        { intervals: [0], timeout: 30_000 },
      )
      .toBe(true);
  await writeUntil(async () => (await page.locator("[data-view]").count()) === 1);
  const heard = viewOf(page).getByRole("status");
  await expect(heard).toHaveText(/ready/, { timeout: 30_000 });
  await writeUntil(() => send.isVisible());
  await expect(heard).toHaveText(
    'ready | partial {} | partial {"basket_id":""} | partial {"basket_id":"b"} | partial {"basket_id":"b1"} | ' +
      'input {"basket_id":"b1"} | result 2 tins',
  );
  const calls = (await createWorkbench(page).record()).filter(({ kind }) => kind === "action.requested");
  expect(calls).toMatchObject([{ actor: "model", tool: "show_basket" }]);
});

test("stopping the assistant aborts its call, and reaches the View", async ({ page, openChat }) => {
  let asked = (): void => {};
  const called = new Promise<void>((resolve) => (asked = resolve));
  let aborted = (): void => {};
  const gone = new Promise<void>((resolve) => (aborted = resolve));
  await openChat(async (_input, { mcpReq }) => {
    asked();
    await new Promise<void>((resolve) => mcpReq.signal.addEventListener("abort", () => resolve()));
    aborted();
    return { content: [] };
  });
  await ask(page);
  await called;
  const heard = viewOf(page).getByRole("status");
  await expect(heard).toHaveText(/input \{"basket_id":"b1"\}$/, { timeout: 30_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await gone;
  await expect(heard).toHaveText(/ \| cancelled: You stopped the assistant\.$/);
  await expect(page.getByRole("log")).toContainText("Stopped.");
  await expect(page.getByRole("button", { name: "Send" })).toBeVisible();
});

test("what a View wants known is shown, the latest alone; what it says is asked about, marked, and answered", async ({
  page,
  openChat,
}) => {
  await openChat();
  await ask(page);
  const conversation = page.getByRole("log");
  const press = (name: string): Promise<void> =>
    viewOf(page).getByRole("button", { name }).click({ timeout: 30_000 });
  await press("green");
  await expect(conversation).toContainText("The assistant knows The person likes green tea.");
  await press("black");
  await expect(conversation).toContainText("The assistant knows The person likes black tea.");
  await expect(conversation).not.toContainText("green");

  await press("ask");
  const question = page.getByRole("dialog");
  await expect(question).toContainText("What before I buy?");
  await question.getByRole("button", { name: "Allow once" }).click();
  await expect(conversation).toContainText("From “show_basket”, with your leaveWhat before I buy?");
  await expect(conversation).toContainText("What I know by now: The person likes black tea.");

  await press("nothing");
  await expect(conversation).not.toContainText("The assistant knows");
});

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from this pattern.
test("the templates that the chat's lock file lists are those of the tea shop", async ({}, testInfo) => {
  const shop = startNode([programOf("demo-server/dist/main.js"), "--port", "0"]);
  try {
    const ready = await shop.line(/ready at /);
    const config = { mcpServers: { shop: { url: ready.replace(/.* /, "") } } };
    await writeFile(testInfo.outputPath("mcp.json"), JSON.stringify(config));
    // The one in the repository: run `vitrine review --config mcp.json --update` beside it to mend it.
    const lock = fileURLToPath(new URL("../../examples/embed-chat/vitrine.lock.json", import.meta.url));
    await copyFile(lock, testInfo.outputPath("vitrine.lock.json"));
    const args = ["review", "--config", testInfo.outputPath("mcp.json"), "--lock"];
    const review = startNode([programOf("host/dist/server/main.js"), ...args]);
    const code = await review.ended;
    expect(code, review.output()).toBe(0);
  } finally {
    await shop.stop();
  }
});

function programOf(app: string): string {
  return fileURLToPath(new URL(`../../apps/${app}`, import.meta.url));
}
