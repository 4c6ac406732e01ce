import type { TestTool } from "../fixtures/mcp-server.ts";
import { testView } from "../fixtures/test-view.ts";

/** Shows the basket, theme and mode; a button adds a tin; when it is torn down, it saves before it answers. */
export const BASKET_VIEW = testView(
  `const shown = { theme: host.hostContext.theme, mode: host.hostContext.displayMode };
   const render = () => shown.tins && show(shown.tins + ", " + shown.theme + ", " + shown.mode);
   const take = (result) => { shown.tins = result.content[0].text; render(); };
   on("ui/notifications/tool-result", take);
   on("ui/notifications/host-context-changed", ({ theme = shown.theme, displayMode = shown.mode }) => {
     Object.assign(shown, { theme, mode: displayMode });
     render();
   });
   const basket_id = "b1";
   document.querySelector("button").onclick = async () =>
     take(await request("tools/call", { name: "add_item", arguments: { basket_id, sku: "assam", quantity: 1 } }));
   on("ui/resource-teardown", () => request("tools/call", { name: "save_basket", arguments: { basket_id } }));`,
  { body: `<button>Add</button>` },
);

const answering = (text: string): Required<TestTool>["run"] => {
  return () => ({ content: [{ type: "text", text }] });
};

/** A tea shop of three tools: one with a View, one that asks, one that claims to change nothing. */
export const basketTools: readonly TestTool[] = [
  {
    name: "show_basket",
    annotations: { readOnlyHint: true },
    html: BASKET_VIEW,
    run: answering("2 tins"),
  },
  { name: "add_item", run: answering("3 tins") },
  { name: "save_basket", annotations: { readOnlyHint: true }, run: answering("saved") },
];
