import "../jitless.ts";
import "./style.css";
import { type BasketContent, basketContentSchema } from "../../src/content/basket.ts";
import { byId, element, replaceChildren } from "../element.ts";
import { createView } from "../view.ts";
import { receiptText } from "./receipt-text.ts";

const view = createView({
  name: "basket",
  schema: basketContentSchema,
  displayModes: ["inline", "fullscreen"],
  awaiting: ({ basket_id }) =>
    typeof basket_id === "string" ? "Fetching your basket …" : "Opening a basket …",
  show,
});
let busy = false;

async function ask(tool: string, args: Record<string, unknown>): Promise<void> {
  if (busy) return;
  busy = true;
  document.body.toggleAttribute("data-busy", true);
  await view.ask(tool, args);
  document.body.removeAttribute("data-busy");
  busy = false;
}

function tins(count: number): string {
  return `${view.format().number(count)} ${count === 1 ? "tin" : "tins"}`;
}

function show(content: BasketContent): void {
  const { basket_id, status, count, shelf } = content;
  byId("count").textContent = status === "paid" ? `${tins(count)}, paid` : tins(count);
  byId("heading").textContent = status === "paid" ? "Thank you" : "Your basket";
  byId("basket").classList.toggle("paid", status === "paid");
  replaceChildren(byId("basket"), basketOf(content), byId("heading"));
  byId("shelf-section").hidden = status === "paid";
  replaceChildren(
    byId("shelf"),
    shelf.map((tea) => shelfTea(basket_id, tea)),
  );
}

function basketOf(content: BasketContent): readonly HTMLElement[] {
  const { basket_id, lines, total, receipt } = content;
  if (lines.length === 0)
    return [element("p", { class: "empty" }, "Nothing in it yet. Pick a tea from the shelf.")];
  const sum = view.format().money(total);
  const list = element(
    "ul",
    { class: "lines" },
    ...lines.map((line) => basketLine(basket_id, line, !receipt)),
  );
  const totalRow = element(
    "p",
    { class: "total" },
    element("span", {}, "Total"),
    element("span", { class: "number sum" }, sum),
  );
  if (receipt) return [receiptOf(content, receipt), list, totalRow];
  const actions = element(
    "div",
    { class: "actions" },
    element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": "empty",
        click: () => void ask("empty_basket", { basket_id }),
      },
      "Empty basket",
    ),
    element(
      "button",
      {
        type: "button",
        class: "primary",
        "data-key": "pay",
        click: () => void ask("pay_basket", { basket_id }),
      },
      `Pay ${sum}`,
    ),
  );
  return [list, totalRow, actions];
}

function basketLine(
  basket_id: string,
  { sku, name, quantity, subtotal }: BasketContent["lines"][number],
  open: boolean,
): HTMLElement {
  const line = element(
    "li",
    {},
    element(
      "div",
      {},
      element("p", { class: "name" }, name),
      element("p", { class: "muted small" }, tins(quantity)),
    ),
    element("span", { class: "number" }, view.format().money(subtotal)),
  );
  if (open) {
    const remove = (): void => void ask("remove_item", { basket_id, sku });
    line.append(
      element(
        "button",
        {
          type: "button",
          class: "quiet remove",
          "data-key": sku,
          "aria-label": `Remove ${name}`,
          click: remove,
        },
        "×",
      ),
    );
  }
  return line;
}

function receiptOf(content: BasketContent, receipt: NonNullable<BasketContent["receipt"]>): HTMLElement {
  const text = receiptText(content, receipt, view.format());
  const contents = [
    {
      type: "resource" as const,
      resource: { uri: `file:///receipt-${receipt.number}.txt`, mimeType: "text/plain", text },
    },
  ];
  return element(
    "div",
    { class: "receipt" },
    element("p", {}, `Receipt ${receipt.number}, paid ${view.format().dateTime(receipt.paid_at)}`),
    element(
      "button",
      {
        type: "button",
        "data-key": "receipt",
        click: () =>
          void view.request(() => view.app.downloadFile({ contents }), "The receipt was not downloaded."),
      },
      "Download receipt",
    ),
  );
}

function leftText(left: number): string {
  if (left === 0) return ", sold out";
  return left < 10 ? `, ${view.format().number(left)} left` : "";
}

function shelfTea(
  basket_id: string,
  { sku, name, kind, origin, price, left }: BasketContent["shelf"][number],
): HTMLElement {
  const add = (): void => void (left > 0 && ask("add_item", { basket_id, sku, quantity: 1 }));
  return element(
    "li",
    {},
    element(
      "div",
      {},
      element("p", { class: "name" }, name),
      element("p", { class: "muted small" }, `${kind}, ${origin}${leftText(left)}`),
    ),
    element("span", { class: "number" }, view.format().money(price)),
    element(
      "button",
      {
        type: "button",
        "data-key": sku,
        "aria-label": `Add ${name}`,
        "aria-disabled": left > 0 ? undefined : "true",
        click: add,
      },
      "Add",
    ),
  );
}
