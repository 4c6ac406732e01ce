import type { Locator } from "@playwright/test";
import type { HostedView } from "@vitrine/bridge/playwright";
import { clause } from "./clause.ts";
import { inside, listeningView, type InsideView } from "./listening-view.ts";
import type { Stage } from "./stage.ts";

const show = { name: "show", html: listeningView() };
const MESSAGE = "ui/message";
const UPDATE = "ui/update-model-context";

const words = (text: string): object => ({ type: "text", text });

/** Opens a View in the kit's host; whether its messages pass is for `verdict` to say. */
async function open(stage: Stage, verdict: "allow" | "ask" | "deny"): Promise<HostedView> {
  const server = await stage.serve([show]);
  return (await stage.host(server, { policy: [{ action: "ui/*", verdict }] })).open("show");
}

/** Opens a View in the web app, beside which stands what a model would be told. */
async function openInWebApp(stage: Stage): Promise<{ readonly view: InsideView; readonly shown: Locator }> {
  const server = await stage.serve([show]);
  const workbench = await stage.webApp({ mcpServers: { test: { url: server.url } } });
  await workbench.run("test", "show");
  return {
    view: inside(workbench.view("show")),
    shown: workbench.card("show").locator("[data-model-context]"),
  };
}

clause(
  "message-added",
  "a message goes to the conversation as the person's, and as nobody else's",
  async (stage) => {
    const view = await open(stage, "allow");
    const content = [words("Which of these is in stock?")];
    stage.expect(await inside(view).request(MESSAGE, { role: "user", content })).toEqual({ result: {} });
    stage.expect(await view.host.messages()).toEqual([content]);
    stage.expect(await inside(view).request(MESSAGE, { role: "assistant", content })).toMatchObject({
      error: { code: -32602 },
    });
    stage.expect(await view.host.messages()).toEqual([content]);
  },
);

clause("message-consent", "the person is asked before a message goes to the conversation", async (stage) => {
  const view = await open(stage, "ask");
  const sent = inside(view).request(MESSAGE, { role: "user", content: words("Order ten of these.") });
  await stage.expect.poll(() => view.host.question()).toMatchObject({ method: MESSAGE });
  stage.expect(await view.host.messages()).toEqual([]);
  await view.host.consent("allow once");
  stage.expect(await sent).toEqual({ result: {} });
  stage.expect(await view.host.messages()).toHaveLength(1);
});

clause(
  "message-denied",
  "a message that is denied is answered with the specification's error",
  async (stage) => {
    const view = await open(stage, "deny");
    const reply = await inside(view).request(MESSAGE, {
      role: "user",
      content: words("Order ten of these."),
    });
    stage
      .expect(reply)
      .toMatchObject({ error: { code: -32000, message: stage.expect.any(String) as unknown } });
    stage.expect(await view.host.messages()).toEqual([]);
  },
);

clause(
  "model-context-provided",
  "a View's context reaches whoever has the model, as it is",
  async (stage) => {
    const view = await open(stage, "allow");
    const context = { content: [words("Two teas in the basket")], structuredContent: { items: 2 } };
    stage.expect(await inside(view).request(UPDATE, context)).toEqual({ result: {} });
    stage.expect(await view.host.modelContext()).toEqual(context);
  },
);

clause("model-context-overwritten", "a View's context takes the place of the one before", async (stage) => {
  const { view, shown } = await openInWebApp(stage);
  await view.request(UPDATE, { content: [words("One tea")], structuredContent: { items: 1 } });
  await view.request(UPDATE, { content: [words("Two teas")] });
  await stage.expect(shown).toContainText("Two teas");
  await stage.expect(shown).not.toContainText("items");
});

clause(
  "model-context-deduped",
  "a View's context that is the same again is not told again",
  async (stage) => {
    const view = await open(stage, "allow");
    for (const items of [1, 1, 2, 1]) {
      stage
        .expect(await inside(view).request(UPDATE, { structuredContent: { items } }))
        .toEqual({ result: {} });
    }
    stage
      .expect(await view.host.modelContexts())
      .toEqual([1, 2, 1].map((items) => ({ structuredContent: { items } })));
  },
);

clause(
  "model-context-last",
  "of several contexts before the next message the last one is left",
  async (stage) => {
    const { view, shown } = await openInWebApp(stage);
    for (const items of [1, 2, 3]) await view.request(UPDATE, { content: [words(`${items} in the basket`)] });
    await stage.expect(shown).toContainText("3 in the basket");
    await stage.expect(shown).not.toContainText("1 in the basket");
  },
);

clause("model-context-shown", "the person sees what a model would be told", async (stage) => {
  const { view, shown } = await openInWebApp(stage);
  await view.request(UPDATE, { content: [words("Two teas in the basket")] });
  await stage.expect(shown).toContainText("Two teas in the basket");
});
