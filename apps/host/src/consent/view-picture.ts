/** A rectangle on the page, in CSS pixels of the window. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the Views lie in the window, and which of them is meant. */
export interface ViewPicture {
  readonly width: number;
  readonly height: number;
  readonly others: readonly Box[];
  /** Absent when the View is not in sight: scrolled away, or on another tab of the page. */
  readonly view?: Box;
}

/** Takes the picture of this moment; `id` is the View's. */
export function takeViewPicture(id: string): ViewPicture {
  const { innerWidth: width, innerHeight: height } = window;
  const boxes = Array.from(document.querySelectorAll<HTMLElement>("[data-view]"), (card) => {
    const surface = card.querySelector(".vitrine-surface") ?? card;
    const box = surface.checkVisibility({ visibilityProperty: true })
      ? surface.getBoundingClientRect()
      : undefined;
    return { id: card.dataset["view"], box: box && within(box, width, height) };
  });
  const view = boxes.find((box) => box.id === id)?.box;
  const others = boxes.flatMap((box) => (box.id !== id && box.box !== undefined ? [box.box] : []));
  return { width, height, others, ...(view && { view }) };
}

function within(box: Box, width: number, height: number): Box | undefined {
  const x = Math.max(box.x, 0);
  const y = Math.max(box.y, 0);
  const right = Math.min(box.x + box.width, width);
  const bottom = Math.min(box.y + box.height, height);
  return right - x < 1 || bottom - y < 1 ? undefined : { x, y, width: right - x, height: bottom - y };
}
