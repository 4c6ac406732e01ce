import { expect, test } from "./fixtures/test.ts";
import { testView } from "./fixtures/test-view.ts";

const CALLS = testView(
  `document.querySelector("#call").onclick = async () => {
     show("asking");
     await request("tools/call", { name: "add_item", arguments: { sku: "sencha" } })
       .then((result) => show(result.content[0].text), (error) => show("refused: " + error.code + " " + error.data.reason));
   };
   show("ready");`,
  { body: '<button id="call">Call</button>' },
);

const TOOLS = [
  { name: "show", html: CALLS, annotations: { readOnlyHint: true } },
  { name: "add_item", run: () => ({ content: [{ type: "text" as const, text: "1 item" }] }) },
];

test.describe("A View asks for a tool that changes something", () => {
  test.beforeEach(async ({ workbench, startHost, startServer }) => {
    const server = await startServer(TOOLS);
    const host = await startHost({ mcpServers: { shop: { url: server.url } } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await expect(workbench.view("show").getByRole("status")).toHaveText("ready");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
  });

  test("runs it after the person says yes, and records question, answer and result", async ({
    workbench,
  }) => {
    await expect(workbench.dialog).toContainText("sencha");
    await workbench.answer("Allow once");
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    await expect(workbench).toHaveRecorded([
      "person show: allow by policy, ok",
      "view add_item: allow by person, ok",
    ]);
  });

  test("does not run it after the person says no, and tells the View why", async ({ workbench }) => {
    await workbench.answer("Deny");
    await expect(workbench.view("show").getByRole("status")).toContainText("refused: -32000");
    await expect(workbench).toHaveRecorded(["view add_item: deny by person, denied"]);
  });

  test("takes Escape for no", async ({ workbench }) => {
    await expect(workbench.dialog).toBeVisible();
    await workbench.page.keyboard.press("Escape");
    await expect(workbench).toHaveRecorded(["view add_item: deny by person, denied"]);
  });

  test("asks no more in this View once the person allowed it for the session", async ({ workbench }) => {
    await workbench.answer("Allow for this session");
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench).toHaveRecorded([
      "view add_item: allow by person, ok",
      "view add_item: allow by session, ok",
    ]);
  });
});

test("A question is withdrawn when the View that asked is closed", async ({
  workbench,
  startHost,
  startServer,
}) => {
  const html = testView(`
    request("tools/call", { name: "add_item", arguments: {} });
    setTimeout(() => notify("ui/notifications/request-teardown", {}), 1000);`);
  const server = await startServer([{ name: "show", html }, { name: "add_item" }]);
  const host = await startHost({ mcpServers: { shop: { url: server.url } } });
  await workbench.open(host.url);
  await workbench.run("shop", "show");
  await expect(workbench.dialog).toBeVisible();
  await expect(workbench.dialog).toBeHidden();
  await expect(
    workbench.page.getByText("No longer asked: Allow show to call add_item on shop?"),
  ).toBeAttached();
  await expect(workbench).toHaveRecorded([
    "view add_item: deny by host, cancelled",
    "view ui/request-teardown: allow by policy, ok",
  ]);
  expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
});

test.describe("A question", () => {
  /** A View that asks for these at once, and shows how each went. */
  /** A template that holds turning characters as such would not be approved unseen. */
  const asciiJson = (value: unknown): string =>
    JSON.stringify(value).replaceAll(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  const asking = (...requests: readonly (readonly [method: string, params: object])[]): string =>
    testView(
      `const outcomes = [];
       for (const [method, params] of ${asciiJson(requests)}) {
         request(method, params)
           .then(() => "done", (error) => error.data?.reason ?? error.message)
           .then((outcome) => { outcomes.push(outcome); show(outcomes.join(" | ")); });
       }`,
    );
  const pay = (args: object) => ["tools/call", { name: "pay", arguments: args }] as const;
  const PAY = { name: "pay", annotations: { destructiveHint: true } };

  test("is asked alone: the others wait behind it and are counted", async ({ workbench, runView }) => {
    const server = await runView(asking(pay({ n: 1 }), pay({ n: 2 }), pay({ n: 3 })), [PAY]);
    for (const [place, button] of [
      ["1 of 3", "Allow once"],
      ["2 of 3", "Deny"],
      ["3 of 3", "Allow once"],
    ] as const) {
      await expect(workbench.dialog).toHaveCount(1);
      await expect(workbench.dialog).toContainText(place);
      await expect(workbench.dialog.getByRole("button", { name: "Allow for this session" })).toHaveCount(0);
      await workbench.answer(button);
    }
    await expect(workbench.view("show").getByRole("status")).toHaveText("done | The person said no. | done");
    expect(server.calls.slice(1)).toEqual([
      { tool: "pay", arguments: { n: 1 } },
      { tool: "pay", arguments: { n: 3 } },
    ]);
  });

  test("takes no press in its first moments, by pointer or key, and takes one after", async ({
    workbench,
    runView,
  }) => {
    await workbench.page.addInitScript(() => {
      // Faster than any finger: every button is pressed in the moment in which it comes up.
      new MutationObserver(() => {
        for (const button of document.querySelectorAll<HTMLElement>("dialog .dialog-buttons button")) {
          document.documentElement.dataset["early"] = button.textContent ?? "";
          button.click();
          button.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }
      }).observe(document, { childList: true, subtree: true });
    });
    const server = await runView(asking(pay({})), [PAY]);
    await expect(workbench.page.locator("html")).toHaveAttribute("data-early", "Allow once");
    const yes = workbench.dialog.getByRole("button", { name: "Allow once" });
    await expect(yes).toBeEnabled();
    expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
    await yes.click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("done");
  });

  test("shows who asks, from where, for what exactly, and what is only claimed", async ({
    workbench,
    runView,
  }) => {
    const note = `tea\u202Etac\u200B ${"x".repeat(5000)}`;
    const server = await runView(asking(pay({ note, amount: 9000 })), [PAY]);
    const { dialog } = workbench;
    await expect(dialog).toHaveAccessibleName("Allow show to call pay on test?");
    await expect(dialog).toContainText(server.url);
    await expect(
      dialog.getByRole("img", { name: "The View show: where it is in this window." }),
    ).toBeVisible();
    const shown = dialog.getByRole("region", { name: "Arguments" });
    await expect(shown).toContainText("tea\\u{202e}tac\\u{200b}");
    await expect(shown).toContainText('"amount": 9000');
    await expect(shown).toContainText("more characters of this text");
    await expect(dialog).toContainText(/Claimed by the server\s*may destroy something/);
    await dialog.getByRole("button", { name: "Show more" }).click();
    await expect(shown).toContainText("x".repeat(5000));
    await expect(dialog.getByRole("button", { name: "Show more" })).toHaveCount(0);
  });

  test("keeps the focus, and gives it back", async ({ workbench, runView }) => {
    await runView(asking(pay({})), [PAY]);
    const { page, dialog } = workbench;
    await expect(dialog.getByRole("button", { name: "Allow once" })).toBeEnabled();
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press("Tab");
      // Where the page has no focus, the browser's own controls have it.
      const inside = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused === document.body || focused?.closest("dialog") instanceof HTMLDialogElement;
      });
      expect(inside).toBe(true);
    }
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(workbench.view("show").getByRole("status")).toHaveText("The person said no.");
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
  });

  test("waits behind a dialog that the person opened", async ({ workbench, runView }) => {
    const html = testView(
      `on("ui/notifications/host-context-changed", () => request("tools/call", { name: "pay", arguments: {} }));`,
    );
    await runView(html, [PAY]);
    const { page, dialog } = workbench;
    await expect(workbench.card("show")).toHaveAttribute("data-phase", "ready");
    await page.getByRole("button", { name: "Add server" }).first().click();
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(dialog).toContainText("1 question waits");
    await expect(dialog).toHaveCount(1);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveAccessibleName("Allow show to call pay on test?");
  });

  test("about a link shows its host in ASCII and how it reads", async ({ workbench, runView }) => {
    await runView(asking(["ui/open-link", { url: "https://\u0430pple.com/login" }]));
    const { dialog } = workbench;
    await expect(dialog).toHaveAccessibleName("Open a link to xn--pple-43d.com for show?");
    await expect(dialog).toContainText("https://xn--pple-43d.com");
    await expect(dialog).toContainText("\u0430pple.com");
    await expect(dialog).toContainText("Cyrillic and Latin");
    await workbench.answer("Deny");
  });

  test("about a mail shows whom it goes to", async ({ workbench, runView }) => {
    const url = "mailto:a@b.example?to=c@d.example&subject=Tea&body=One%0ATwo";
    await runView(asking(["ui/open-link", { url }]));
    const { dialog } = workbench;
    await expect(dialog).toContainText("a@b.example, c@d.example");
    await expect(dialog.getByRole("region", { name: "Text of the mail" })).toHaveText("One\nTwo");
    await workbench.answer("Deny");
  });

  test("is not asked about links that hide where they lead", async ({ workbench, runView }) => {
    const file = { type: "resource_link", uri: "file:///etc/passwd", name: "passwd" };
    await runView(
      asking(
        ["ui/open-link", { url: "https://bank.example@evil.example/" }],
        ["ui/open-link", { url: "javascript:alert(1)" }],
        ["ui/open-link", { url: "mailto:a@b.example?bcc=spy@c.example" }],
        ["ui/download-file", { contents: [file] }],
      ),
    );
    const outcome = workbench.view("show").getByRole("status");
    await expect(outcome).toContainText("user name");
    await expect(outcome).toContainText("only https, http and mailto");
    await expect(outcome).toContainText("something else too");
    await expect(outcome).toContainText("only https and http links are");
    await expect(workbench.dialog).toHaveCount(0);
  });

  test("about a download shows the name that the file gets, and what it is", async ({
    workbench,
    runView,
  }) => {
    const uri = "file:///tmp/..%2F..%2Finvoice.pdf%E2%80%AE.exe";
    const contents = [{ type: "resource", resource: { uri, text: "MZ" } }];
    await runView(asking(["ui/download-file", { contents }]));
    await expect(workbench.dialog).toContainText("invoice.pdf.exe");
    await expect(workbench.dialog).toContainText("It is named like a document, but is a .exe file.");
    const download = workbench.page.waitForEvent("download");
    await workbench.answer("Download");
    expect((await download).suggestedFilename()).toBe("invoice.pdf.exe");
  });

  test("about a link to download says that the browser opens it, which it then does", async ({
    workbench,
    runView,
    context,
  }) => {
    await context.route("https://files.example/**", (route) => route.fulfill({ body: "a report" }));
    const link = { type: "resource_link", uri: "https://files.example/report.pdf", name: "report.pdf" };
    await runView(asking(["ui/download-file", { contents: [link] }]));
    await expect(workbench.dialog).toContainText("opens this link in a new tab");
    const tab = context.waitForEvent("page");
    await workbench.answer("Download");
    const opened = await tab;
    await expect(opened).toHaveURL("https://files.example/report.pdf");
    expect(await opened.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
    await expect(workbench.view("show").getByRole("status")).toHaveText("done");
  });

  test("about a message shows the text as it will be sent", async ({ workbench, runView }) => {
    const text = "Buy **now**\n\u202E<b>evil</b>";
    await runView(asking(["ui/message", { role: "user", content: [{ type: "text", text }] }]));
    await expect(workbench.dialog.getByRole("region", { name: "Part 1, text" })).toHaveText(
      "Buy **now**\n\\u{202e}<b>evil</b>",
    );
    await workbench.answer("Allow");
    await expect(workbench.view("show").getByRole("status")).toHaveText("done");
  });
});

test.describe("Policy rules of the config", () => {
  const start = [{ name: "show", html: CALLS }, TOOLS[1]!];

  test("refuse without a question", async ({ workbench, startHost, startServer }) => {
    const server = await startServer(start);
    const policy = [{ server: "shop", tool: "add_*", actor: "view", verdict: "deny" }];
    const host = await startHost({ mcpServers: { shop: { url: server.url } }, vitrine: { policy } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench.view("show").getByRole("status")).toContainText("rule 1");
    expect(server.calls.map(({ tool }) => tool)).toEqual(["show"]);
    await expect(workbench).toHaveRecorded(["view add_item: deny by policy, refused"]);
  });

  test("allow without a question", async ({ workbench, startHost, startServer }) => {
    const server = await startServer(start);
    const policy = [{ tool: "add_item", verdict: "allow" }];
    const host = await startHost({ mcpServers: { shop: { url: server.url } }, vitrine: { policy } });
    await workbench.open(host.url);
    await workbench.run("shop", "show");
    await workbench.view("show").getByRole("button", { name: "Call" }).click();
    await expect(workbench.view("show").getByRole("status")).toHaveText("1 item");
    expect(server.calls.map(({ tool }) => tool)).toEqual(["show", "add_item"]);
  });
});
