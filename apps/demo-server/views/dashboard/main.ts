import "../jitless.ts";
import "./style.css";
import type { McpUiDisplayMode } from "@modelcontextprotocol/ext-apps";
import { type LiveContent, liveContentSchema } from "../../src/content/live.ts";
import { byId, element } from "../element.ts";
import { createView } from "../view.ts";
import { createPoll } from "./poll.ts";
import { sparkline } from "./sparkline.ts";

const kept = 6;
let at: string | undefined;
let orders: LiveContent["orders"] = [];
let paused = false;

const view = createView({
  name: "dashboard",
  schema: liveContentSchema,
  displayModes: ["inline", "fullscreen", "pip"],
  show,
  adapt({ displayMode = "inline", availableDisplayModes = [] }) {
    byId("float").hidden = !availableDisplayModes.includes("pip");
    byId("float").textContent = displayMode === "pip" ? "Put back" : "Float";
    byId("fullscreen").hidden = !availableDisplayModes.includes("fullscreen");
    byId("fullscreen").textContent = displayMode === "fullscreen" ? "Leave full screen" : "Full screen";
  },
  close: () => poll.stop(),
});
const poll = createPoll(ask, showRunning);

async function ask(): Promise<boolean> {
  const went = await view.ask("poll_sales", at === undefined ? {} : { since: at });
  if (!went) setPaused(true);
  return went;
}

function show(content: LiveContent): void {
  const first = at === undefined;
  const fresh = content.at === at ? [] : content.orders;
  at = content.at;
  orders = [...fresh, ...orders].slice(0, kept);
  showFigures(content.last_24_hours);
  showHour(content.last_hour);
  showBest(content.best);
  showOrders(first ? 0 : fresh.length);
  showRunning(!paused);
  if (first) poll.start();
}

function showFigures({ revenue, orders: count, tins, change }: LiveContent["last_24_hours"]): void {
  const { roundMoney, number, percent } = view.format();
  const points = Math.round(change * 100);
  const direction = points > 0 ? "up" : points < 0 ? "down" : "";
  const figures: readonly (readonly [string, string, string])[] = [
    ["Revenue, 24 hours", roundMoney(revenue), ""],
    ["Day on day", percent(points / 100), direction],
    ["Orders", number(count), ""],
    ["Tins", number(tins), ""],
  ];
  byId("figures").replaceChildren(
    ...figures.map(([term, figure, tone]) =>
      element("div", {}, element("dt", {}, term), element("dd", { class: `number ${tone}` }, figure)),
    ),
  );
}

function showHour(minutes: readonly number[]): void {
  const total = view.format().money(minutes.reduce((sum, revenue) => sum + revenue, 0));
  byId("hour-total").textContent = total;
  byId("sparkline").replaceChildren(sparkline(minutes, `${total} in the last hour`));
}

function showBest(best: LiveContent["best"]): void {
  const most = best[0]?.revenue ?? 1;
  byId("best").replaceChildren(
    ...best.map(({ name, revenue }) =>
      element(
        "li",
        {},
        element("span", {}, name),
        element("span", { class: "number" }, view.format().roundMoney(revenue)),
        element(
          "span",
          { class: "track", "aria-hidden": "true" },
          element("i", { style: `--share: ${(revenue / most) * 100}%` }),
        ),
      ),
    ),
  );
}

function showOrders(fresh: number): void {
  const { time, money } = view.format();
  byId("orders").replaceChildren(
    ...orders.map(({ at: instant, name, quantity, revenue, region }, index) =>
      element(
        "li",
        { class: index < fresh ? "new" : undefined },
        element("span", {}, `${quantity} × ${name}`),
        element("span", { class: "number" }, money(revenue)),
        element("span", { class: "muted small" }, region.toUpperCase()),
        element("span", { class: "muted small number" }, time(instant)),
      ),
    ),
  );
}

function showRunning(running: boolean): void {
  byId("pulse").classList.toggle("on", running);
  if (at === undefined) return;
  const time = view.format().time(at);
  byId("updated").textContent = running ? `Live, ${time}` : `Paused at ${time}`;
}

function setPaused(value: boolean): void {
  paused = value;
  byId("pause").textContent = paused ? "Resume" : "Pause";
}

async function changeMode(wanted: McpUiDisplayMode): Promise<void> {
  const mode = view.app.getHostContext()?.displayMode === wanted ? "inline" : wanted;
  const change = async (): Promise<{ isError: boolean }> => {
    const { mode: now } = await view.app.requestDisplayMode({ mode });
    return { isError: now !== mode };
  };
  await view.request(change, "The host keeps the View as it is.");
}

byId("pause").addEventListener("click", () => {
  setPaused(!paused);
  if (paused) poll.stop();
  else poll.start();
});
byId("float").addEventListener("click", () => void changeMode("pip"));
byId("fullscreen").addEventListener("click", () => void changeMode("fullscreen"));
