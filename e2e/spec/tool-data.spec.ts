import { clause } from "./clause.ts";
import { inside, listeningView } from "./listening-view.ts";

const INPUT = "ui/notifications/tool-input";
const PARTIAL = "ui/notifications/tool-input-partial";
const RESULT = "ui/notifications/tool-result";
const CANCELLED = "ui/notifications/tool-cancelled";
const CHANGED = "ui/notifications/host-context-changed";

const show = { name: "show", html: listeningView() };
const done = { content: [{ type: "text" as const, text: "done" }] };

clause("tool-input", "the complete input goes to the View once it has initialized", async (stage) => {
  const input = { basket_id: "b1", items: [{ tea: "sencha", grams: 100 }] };
  const view = await (await stage.host(await stage.serve([show]))).open("show", input);
  await stage.expect.poll(() => inside(view).heardOf(INPUT)).toEqual([{ arguments: input }]);
  const [first] = await inside(view).heard();
  stage.expect(first).toHaveProperty("result.protocolVersion");
});

clause("tool-input-once", "the input goes once, and before a result that was there first", async (stage) => {
  const vitrine = await stage.host(await stage.serve([show]));
  const view = await vitrine.open("show", {}, { partial: true, result: done });
  await view.host.complete({ tea: "sencha" });
  const data = async (): Promise<readonly string[]> =>
    (await inside(view).methods()).filter((method) => [INPUT, RESULT].includes(method));
  await stage.expect.poll(data).toEqual([INPUT, RESULT]);
});

clause("partial-input", "incomplete input goes to the View while it is written", async (stage) => {
  const vitrine = await stage.host(await stage.serve([show]));
  const view = await vitrine.open("show", {}, { partial: true });
  await view.host.stream([{ tea: "sen" }, { tea: "sencha" }]);
  await stage.expect
    .poll(() => inside(view).heardOf(PARTIAL))
    .toEqual([{ arguments: { tea: "sen" } }, { arguments: { tea: "sencha" } }]);
  stage.expect(await inside(view).heardOf(INPUT)).toEqual([]);
});

clause(
  "partial-as-it-comes",
  "each piece of incomplete input is there before the next is known",
  async (stage) => {
    const vitrine = await stage.host(await stage.serve([show]));
    const view = await vitrine.open("show", {}, { partial: true });
    const known: object[] = [];
    for (const tea of ["s", "sen", "sencha"]) {
      known.push({ arguments: { tea } });
      await view.host.stream([{ tea }]);
      await stage.expect.poll(() => inside(view).heardOf(PARTIAL)).toEqual(known);
    }
  },
);

clause("partial-stops", "no incomplete input comes after the complete one", async (stage) => {
  const vitrine = await stage.host(await stage.serve([show]));
  const view = await vitrine.open("show", {}, { partial: true, result: done });
  await view.host.stream([{ tea: "sen" }]);
  await view.host.complete({ tea: "sencha" });
  await stage.expect.poll(() => inside(view).heardOf(INPUT)).toHaveLength(1);
  await view.host.stream([{ tea: "sencha, or" }]);
  // Messages keep their order: what was sent before this change was heard before it.
  await view.host.setContext({ locale: "de-CH" });
  await stage.expect
    .poll(() => inside(view).heardOf(CHANGED))
    .toContainEqual(stage.expect.objectContaining({ locale: "de-CH" }));
  stage.expect(await inside(view).heardOf(PARTIAL)).toEqual([{ arguments: { tea: "sen" } }]);
});

clause(
  "tool-result",
  "the result goes to the View when the tool has run, be it the tool's failure",
  async (stage) => {
    const failed = { isError: true, content: [{ type: "text" as const, text: "sold out" }] };
    const server = await stage.serve([
      { ...show, run: () => done },
      { ...show, name: "fail", run: () => failed },
    ]);
    const vitrine = await stage.host(server);
    for (const [tool, result] of [
      ["show", done],
      ["fail", failed],
    ] as const) {
      const view = await vitrine.open(tool);
      await stage.expect.poll(() => inside(view).heardOf(RESULT)).toMatchObject([result]);
    }
  },
);

clause(
  "tool-result-whole",
  "the result goes to the View with its structured content and its _meta",
  async (stage) => {
    const result = {
      ...done,
      structuredContent: { temperature: 72, conditions: "sunny" },
      _meta: { source: "weather-api" },
    };
    const server = await stage.serve([{ ...show, run: () => result }]);
    const view = await (await stage.host(server)).open("show");
    await stage.expect.poll(() => inside(view).heardOf(RESULT)).toMatchObject([result]);
  },
);

clause(
  "tool-cancelled",
  "a cancellation goes to the View with its reason, whenever it comes",
  async (stage) => {
    const endless = { ...show, run: () => new Promise<never>(() => {}) };
    const vitrine = await stage.host(await stage.serve([endless]));
    const running = await vitrine.open("show");
    const streaming = await vitrine.open("show", {}, { partial: true });
    for (const view of [running, streaming]) {
      await view.host.cancel("the person changed their mind");
      await stage.expect
        .poll(() => inside(view).heardOf(CANCELLED))
        .toEqual([{ reason: "the person changed their mind" }]);
    }
  },
);
