import "../jitless.ts";
import "./style.css";
import * as z from "zod";
import { type RestockContent, restockContentSchema } from "../../src/content/restock.ts";
import { byId, element } from "../element.ts";
import { createView } from "../view.ts";

const teasSchema = z.object({ teas: z.array(z.object({ sku: z.string(), name: z.string() })) });
/** A delivery takes two minutes at most; without progress from the host the call must not end before it. */
const patience = 150_000;
let running: AbortController | undefined;
let seen: RestockContent | undefined;
let teasAsked = false;

const view = createView({
  name: "restock",
  schema: restockContentSchema,
  awaiting({ sku, cases }) {
    if (typeof sku === "string") offer([{ sku, name: sku }], sku);
    return typeof cases === "number"
      ? `${caseCount(cases)} of ${String(sku)} on the way …`
      : "Arranging a delivery …";
  },
  show,
  adapt: () => void loadTeas(),
  close: () => running?.abort(),
});

function caseCount(cases: number): string {
  return cases === 1 ? "1 case" : `${view.format().number(cases)} cases`;
}

function offer(teas: readonly { readonly sku: string; readonly name: string }[], chosen: string): void {
  byId("sku").replaceChildren(...teas.map(({ sku, name }) => element("option", { value: sku }, name)));
  byId("sku", HTMLSelectElement).value = chosen;
}

/** Offers the whole shelf, asked for once; without it the tea of the first call stays on offer. */
async function loadTeas(): Promise<void> {
  if (teasAsked) return;
  teasAsked = true;
  const { structuredContent } = await view.app
    .callServerTool({ name: "list_teas", arguments: {} })
    .catch(() => ({ structuredContent: undefined }));
  const { success, data } = teasSchema.safeParse(structuredContent);
  if (success) offer(data.teas, byId("sku", HTMLSelectElement).value);
}

function show(content: RestockContent): void {
  if (content === seen) return;
  seen = content;
  const { sku, name, cases, tins } = content;
  if (byId("sku").childElementCount <= 1) offer([{ sku, name }], sku);
  byId("done").hidden = false;
  byId("deliveries").prepend(
    element(
      "li",
      {},
      element("span", {}, `${caseCount(cases)} of ${name}`),
      element("span", { class: "number muted" }, `${view.format().number(tins)} tins in stock`),
    ),
  );
}

function showProgress(progress: number, total: number, message: string): void {
  byId("progress", HTMLProgressElement).value = progress / total;
  byId("share").textContent = view
    .format()
    .percent(progress / total)
    .replace("+", "");
  if (byId("phase").textContent !== message) byId("phase").textContent = message;
}

function setRunning(value: boolean): void {
  byId("running").hidden = !value;
  byId("start").ariaDisabled = value ? "true" : null;
}

async function start(): Promise<void> {
  if (running) return;
  const call = new AbortController();
  running = call;
  view.tell(undefined);
  byId("progress").removeAttribute("value");
  byId("share").textContent = "";
  byId("phase").textContent = "Waiting for the go-ahead";
  setRunning(true);
  byId("cancel").focus();
  const args = {
    sku: byId("sku", HTMLSelectElement).value,
    cases: byId("cases", HTMLInputElement).valueAsNumber,
    seconds: byId("seconds", HTMLInputElement).valueAsNumber,
  };
  await view.ask("restock", args, {
    signal: call.signal,
    timeout: patience,
    onprogress: ({ progress, total = progress, message = "Delivering" }) =>
      showProgress(progress, total, message),
  });
  running = undefined;
  setRunning(false);
  if (call.signal.aborted) view.tell("The delivery was called off. The stock is as it was.");
  byId("start").focus();
}

byId("order").addEventListener("submit", (event) => {
  event.preventDefault();
  void start();
});
byId("cancel").addEventListener("click", () => running?.abort());
