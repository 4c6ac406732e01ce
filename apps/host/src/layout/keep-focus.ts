/** Puts the focus on what runs when the element that had it is gone, so that the keyboard does not start at the top. */
export function keepFocus(): void {
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== document.body) return;
  document.getElementById("views")?.focus({ preventScroll: true });
}
