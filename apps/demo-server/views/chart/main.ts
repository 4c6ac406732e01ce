import "../jitless.ts";
import "./style.css";
import {
  groupBySchema,
  type GroupBy,
  type SalesContent,
  salesContentSchema,
} from "../../src/content/sales.ts";
import { teaKindSchema } from "../../src/content/tea.ts";
import { byId, element } from "../element.ts";
import { createView } from "../view.ts";
import { dayBars } from "./day-bars.ts";

const columns: Readonly<Record<GroupBy, string>> = { day: "Day", kind: "Tea", region: "Region" };
const regions: Readonly<Record<string, string>> = {
  uk: "United Kingdom",
  eu: "European Union",
  us: "United States",
};
let content: SalesContent | undefined;
let latest: AbortController | undefined;

const view = createView({
  name: "chart",
  schema: salesContentSchema,
  awaiting: ({ from, to }) =>
    typeof from === "string" && typeof to === "string"
      ? `Adding up sales from ${from} to ${to} …`
      : "Adding up sales …",
  show,
  close: () => latest?.abort(),
});

byId("kind").append(
  ...teaKindSchema.options.map((kind) => element("option", { value: kind }, capitalised(kind))),
);
byId("group-by").append(
  ...groupBySchema.options.map((value) =>
    element("label", {}, element("input", { type: "radio", name: "group_by", value }), columns[value]),
  ),
);

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function show(next: SalesContent): void {
  content = next;
  byId("from", HTMLInputElement).value = next.from;
  byId("to", HTMLInputElement).value = next.to;
  byId("kind", HTMLSelectElement).value = next.kind ?? "";
  for (const input of byId("group-by").querySelectorAll("input"))
    input.checked = input.value === next.group_by;
  byId("total").textContent = amount(next);
  byId("head").replaceChildren(
    element(
      "tr",
      {},
      ...[columns[next.group_by], "Tins", "Revenue"].map((name) => element("th", { scope: "col" }, name)),
    ),
  );
  byId("rows").replaceChildren(...next.rows.map((row) => tableRow(next.group_by, row)));
  draw();
}

function amount({ revenue, tins }: { readonly revenue: number; readonly tins: number }): string {
  return `${view.format().roundMoney(revenue)} for ${view.format().number(tins)} tins`;
}

function nameOf(groupBy: GroupBy, key: string): string {
  switch (groupBy) {
    case "day":
      return view.format().longDay(key);
    case "kind":
      return capitalised(key);
    case "region":
      return regions[key] ?? key;
  }
}

function tableRow(groupBy: GroupBy, { key, revenue, tins }: SalesContent["rows"][number]): HTMLElement {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, nameOf(groupBy, key)),
    element("td", { class: "number" }, view.format().number(tins)),
    element("td", { class: "number" }, view.format().money(revenue)),
  );
}

function draw(): void {
  if (!content) return;
  const { rows, group_by, from, to } = content;
  const label = `Sales from ${from} to ${to}: ${amount(content)}. The numbers are in the table below.`;
  const hint = group_by === "day" ? "Revenue by day, UTC" : `Revenue by ${columns[group_by].toLowerCase()}`;
  byId("readout").textContent = hint;
  const width = byId("chart").clientWidth;
  if (width === 0) return;
  byId("chart").replaceChildren(
    group_by === "day"
      ? dayBars({
          rows,
          width,
          label,
          format: view.format(),
          point(row) {
            byId("readout").textContent = row ? `${nameOf("day", row.key)}: ${amount(row)}` : hint;
          },
        })
      : ranks(group_by, rows),
  );
}

function ranks(groupBy: GroupBy, rows: SalesContent["rows"]): HTMLElement {
  const most = Math.max(...rows.map((row) => row.revenue), 1);
  return element(
    "ol",
    { class: "ranks" },
    ...rows
      .toSorted((a, b) => b.revenue - a.revenue)
      .map((row) =>
        element(
          "li",
          {},
          element("span", {}, nameOf(groupBy, row.key)),
          element("span", { class: "number" }, amount(row)),
          element(
            "span",
            { class: "track", "aria-hidden": "true" },
            element("i", { style: `--share: ${(row.revenue / most) * 100}%` }),
          ),
        ),
      ),
  );
}

async function query(): Promise<void> {
  const form = byId("filters", HTMLFormElement);
  if (!form.checkValidity()) return;
  latest?.abort();
  const asked = new AbortController();
  latest = asked;
  document.body.toggleAttribute("data-busy", true);
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  await view.ask("query_sales", Object.fromEntries(filled), { signal: asked.signal });
  if (latest === asked) document.body.removeAttribute("data-busy");
}

byId("filters").addEventListener("change", () => void query());
byId("filters").addEventListener("submit", (event) => event.preventDefault());
new ResizeObserver(draw).observe(byId("chart"));
