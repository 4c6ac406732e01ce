/** Elements that are known to hold a View, or to have held one. */
const keepers = new WeakSet<Node>();

/**
 * Keeps the frames inside `element` loaded when an ancestor of it is moved. React, Vue and others re-order a keyed
 * list with `insertBefore` or `appendChild`, and with those a browser unloads every frame in what is moved: the View
 * would lose all it knew. No event tells of it in time, so the ancestors get these two methods anew, and move with
 * `moveBefore` what holds a View. Everything else they insert as before. They keep the methods when the View is gone:
 * without a View inside nothing is different.
 *
 * A browser without `moveBefore` unloads the frame all the same; the View then says so in its place.
 */
export function keepFrames(element: Element): void {
  if (!("moveBefore" in element)) return;
  for (let node: Node | null = element; node !== null; node = parentOf(node)) {
    if (keepers.has(node)) continue;
    keepers.add(node);
    if (node instanceof Element) moveWithFrames(node);
  }
}

function moveWithFrames(parent: Element): void {
  const insertBefore = parent.insertBefore.bind(parent);
  const place = <T extends Node>(node: T, before: Node | null): T => {
    // It moves only within one tree; what comes from elsewhere is inserted.
    const moves = keepers.has(node) && parent.isConnected && node.getRootNode() === parent.getRootNode();
    if (!moves) return insertBefore(node, before);
    parent.moveBefore(node, before);
    return node;
  };
  parent.insertBefore = place;
  parent.appendChild = (node) => place(node, null);
}

function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
