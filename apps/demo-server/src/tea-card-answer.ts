import type { CallToolResult } from "@modelcontextprotocol/server";
import { teaPicture } from "./tea-picture.ts";
import { pounds, type Tea } from "./teas.ts";

function teaCardText({ name, kind, origin, grower, harvest, price, notes, story, brews }: Tea): string {
  const { grams, celsius, seconds } = brews.balanced;
  return [
    `${name}, ${kind} tea from ${origin}, ${pounds(price)} for 50 g.`,
    `Grown by ${grower}. ${harvest}. Tastes of ${notes.join(", ")}.`,
    story,
    `Brew ${grams} g in 200 ml at ${celsius} °C for ${seconds} seconds.`,
  ].join("\n");
}

/** A tea as `tea_card` answers it: words, a picture, and everything the View shows. */
export function teaCardAnswer(tea: Tea): CallToolResult {
  return {
    content: [
      { type: "text", text: teaCardText(tea) },
      { type: "image", mimeType: "image/svg+xml", data: Buffer.from(teaPicture(tea)).toString("base64") },
    ],
    structuredContent: { ...tea },
  };
}
