import "../jitless.ts";
import "./style.css";
import type { CallToolResult } from "@modelcontextprotocol/client";
import { type TeaCardContent, teaCardContentSchema } from "../../src/content/tea-card.ts";
import { byId, element } from "../element.ts";
import { createView } from "../view.ts";

type Strength = keyof TeaCardContent["brews"];
const strengths: readonly Strength[] = ["light", "balanced", "strong"];

let tea: TeaCardContent | undefined;
let chosen: Strength | undefined;

const view = createView({
  name: "tea-card",
  schema: teaCardContentSchema,
  displayModes: ["inline", "fullscreen"],
  awaiting: ({ sku }) =>
    typeof sku === "string" && sku ? `Fetching the card for ${sku} …` : "Fetching the tea card …",
  show,
  adapt({ displayMode, availableDisplayModes = [] }) {
    byId("fullscreen").hidden = !availableDisplayModes.includes("fullscreen");
    byId("fullscreen").textContent = displayMode === "fullscreen" ? "Leave full screen" : "Full screen";
    const { message, downloadFile, openLinks } = view.app.getHostCapabilities() ?? {};
    byId("question").hidden = !message;
    byId("download").hidden = !downloadFile;
    byId("grower").hidden = !openLinks;
  },
});

function show(content: TeaCardContent, { content: blocks }: CallToolResult): void {
  tea = content;
  const picture = blocks.find((block) => block.type === "image");
  const image = byId("picture", HTMLImageElement);
  if (picture) image.src = `data:${picture.mimeType};base64,${picture.data}`;
  image.alt = `The garden in ${content.origin}, with a cup of ${content.name}`;
  byId("origin").textContent = `${capitalised(content.kind)} tea from ${content.origin}`;
  byId("name").textContent = content.name;
  byId("notes").textContent = content.notes.join(", ");
  byId("story").textContent = content.story;
  const { money, number } = view.format();
  const facts: readonly (readonly [string, string])[] = [
    ["Grower", content.grower],
    ["Harvest", content.harvest],
    ["Altitude", `${number(content.altitude)} m`],
    ["Tin of 50 g", money(content.price)],
  ];
  byId("facts").replaceChildren(
    ...facts.map(([term, fact]) => element("div", {}, element("dt", {}, term), element("dd", {}, fact))),
  );
  if (!byId("strengths").hasChildNodes()) byId("strengths").append(...strengths.map(strengthChoice));
  showBrew();
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function strengthChoice(strength: Strength): HTMLElement {
  const choose = (): void => {
    chosen = strength;
    showBrew();
    tellModel(strength);
  };
  return element(
    "label",
    {},
    element("input", { type: "radio", name: "strength", value: strength, change: choose }),
    capitalised(strength),
  );
}

function brewText(content: TeaCardContent, strength: Strength): string {
  const { grams, celsius, seconds } = content.brews[strength];
  const { number, duration } = view.format();
  return `${number(grams)} g for 200 ml, ${number(celsius)} °C, ${duration(seconds)}`;
}

function showBrew(): void {
  if (tea) byId("brew").textContent = chosen ? brewText(tea, chosen) : "Choose, and the recipe appears here.";
}

function tellModel(strength: Strength): void {
  const content = tea;
  if (!content || !view.app.getHostCapabilities()?.updateModelContext) return;
  const text = `The person brews ${content.name} ${strength}: ${brewText(content, strength)}.`;
  const update = async (): Promise<{ isError?: boolean }> => {
    await view.app.updateModelContext({
      content: [{ type: "text", text }],
      structuredContent: { sku: content.sku, strength },
    });
    return {};
  };
  void view.request(update, "Your choice was not passed on.");
}

function cardText(content: TeaCardContent): string {
  const { name, kind, origin, grower, harvest, notes, story } = content;
  return [
    `# ${name}`,
    `${capitalised(kind)} tea from ${origin}, grown by ${grower}. ${harvest}.`,
    `*${notes.join(", ")}*`,
    story,
    ...strengths.map((strength) => `- ${capitalised(strength)}: ${brewText(content, strength)}`),
    "",
  ].join("\n\n");
}

byId("question").addEventListener("click", () => {
  if (!tea) return;
  const text = `What should I know before I buy ${tea.name}?`;
  void view.request(
    () => view.app.sendMessage({ role: "user", content: [{ type: "text", text }] }),
    "The question was not sent.",
  );
});

byId("download").addEventListener("click", () => {
  if (!tea) return;
  const uri = `file:///${tea.sku}.md`;
  const resource = { uri, mimeType: "text/markdown", text: cardText(tea) };
  void view.request(
    () => view.app.downloadFile({ contents: [{ type: "resource", resource }] }),
    "The card was not downloaded.",
  );
});

byId("grower").addEventListener("click", () => {
  const url = tea?.growerUrl;
  if (url) void view.request(() => view.app.openLink({ url }), "The page was not opened.");
});

byId("fullscreen").addEventListener("click", () => {
  const mode = view.app.getHostContext()?.displayMode === "fullscreen" ? "inline" : "fullscreen";
  const change = async (): Promise<{ isError: boolean }> => {
    const { mode: now } = await view.app.requestDisplayMode({ mode });
    return { isError: now !== mode };
  };
  void view.request(change, "The host keeps the View as it is.");
});
