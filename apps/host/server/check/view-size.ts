import type { Frame } from "@playwright/test";
import { z } from "zod";
import type { SeenSize } from "./observation.ts";

const MAX_NAME_LENGTH = 120;
/** Measured beside the View's own code, so it is the View's claim. */
const measuredSchema = z.object({
  width: z.number(),
  height: z.number(),
  contentWidth: z.number(),
  blank: z.boolean(),
  widest: z.string(),
});

/** Measures how the View fills its frame, and whether there is anything to see. */
export async function measureView(frame: Frame): Promise<SeenSize> {
  const { widest, ...measured } = measuredSchema.parse(await frame.evaluate(measure));
  const overflows = measured.contentWidth > measured.width + 1;
  return { ...measured, ...(overflows && widest !== "" && { widest: widest.slice(0, MAX_NAME_LENGTH) }) };
}

/** Runs in the View's frame. */
function measure(): unknown {
  const root = document.documentElement;
  const elements = [...document.querySelectorAll<HTMLElement>("body *")].slice(0, 5000);
  const boxes = elements.map((element) => ({ element, box: element.getBoundingClientRect() }));

  const furthest = Math.max(...boxes.map(({ box }) => box.right));
  // The innermost of those that reach equally far is the one to look at.
  const widest = boxes.findLast(({ box }) => box.right >= furthest - 1)?.element.cloneNode(false);

  const pictures = "img, svg, canvas, video, audio, iframe, input, button, select, textarea";
  const seen = boxes.some(
    ({ element, box }) =>
      box.width > 1 && box.height > 1 && element.checkVisibility() && element.matches(pictures),
  );
  return {
    width: root.clientWidth,
    height: root.clientHeight,
    contentWidth: root.scrollWidth,
    blank: !seen && document.body.innerText.trim() === "",
    widest: widest instanceof Element ? widest.outerHTML.replace(/<\/[^<]*>$/, "") : "",
  };
}
