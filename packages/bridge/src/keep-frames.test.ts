// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keepFrames } from "./keep-frames.ts";

/** What was moved in the way that keeps frames; the DOM of these tests has no frames to lose. */
let moved: Node[];

beforeEach(() => {
  moved = [];
  Element.prototype.moveBefore = function moveBefore(node, before) {
    moved.push(node);
    Node.prototype.insertBefore.call(this, node, before);
  };
});

afterEach(() => {
  Reflect.deleteProperty(Element.prototype, "moveBefore");
  document.body.replaceChildren();
});

function list(): { readonly ul: Element; readonly items: readonly Element[] } {
  document.body.innerHTML = "<ul><li><div></div></li><li></li></ul>";
  const ul = document.querySelector("ul")!;
  return { ul, items: [...ul.children] };
}

describe("What holds a View", () => {
  test("keeps its frame when its list is re-ordered, by either method", () => {
    const { ul, items } = list();
    const [holder, other] = items as [Element, Element];
    keepFrames(holder.firstElementChild!);
    ul.insertBefore(holder, null);
    ul.appendChild(holder);
    ul.insertBefore(holder, other);
    expect(moved).toEqual([holder, holder, holder]);
    expect([...ul.children]).toEqual([holder, other]);
  });

  test("is the only thing that moves so: its neighbours and new items are inserted as ever", () => {
    const { ul, items } = list();
    const [holder, other] = items as [Element, Element];
    keepFrames(holder);
    ul.insertBefore(other, holder);
    ul.appendChild(document.createElement("li"));
    expect(moved).toEqual([]);
    expect([...ul.children].slice(0, 2)).toEqual([other, holder]);
  });

  test("is inserted when it comes back from outside of the document, where nothing is left to keep", () => {
    const { ul, items } = list();
    const [holder] = items as [Element];
    keepFrames(holder);
    holder.remove();
    ul.appendChild(holder);
    expect(moved).toEqual([]);
    expect(holder.isConnected).toBe(true);
  });
});

test("A browser without moveBefore is left as it is", () => {
  Reflect.deleteProperty(Element.prototype, "moveBefore");
  const { ul } = list();
  keepFrames(ul.firstElementChild!);
  expect(Object.hasOwn(ul, "insertBefore")).toBe(false);
});
