import type { View } from "../view.ts";

/**
 * Takes a View out of `place`, which React is about to remove, so that its frame outlives the removal and the View
 * can be told that it is closed (spec: `ui/resource-teardown`). It lies behind the page, out of reach, until then. When
 * `place` was only hidden, as by a suspended boundary, it is back before anything is painted.
 */
export function setAside({ element, get, subscribe }: View, place: HTMLElement): void {
  if (!("moveBefore" in place) || element.parentElement !== place) return;
  const aside = document.createElement("div");
  aside.inert = true;
  aside.style.cssText = "position:fixed;inset:0 auto auto 0;opacity:0;pointer-events:none";
  aside.style.width = `${place.clientWidth}px`;
  document.body.append(aside);
  aside.moveBefore(element, null);
  queueMicrotask(() => {
    if (place.isConnected) {
      place.moveBefore(element, null);
      aside.remove();
      return;
    }
    const unfollow = subscribe(() => {
      if (get().phase !== "closed") return;
      unfollow();
      aside.remove();
    });
  });
}
