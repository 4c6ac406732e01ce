// @vitest-environment happy-dom
import type { View } from "@vitrine/bridge";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import { useRuns, type ViewRun } from "../runs/runs-store.ts";
import { HungNotice } from "./HungNotice.tsx";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

afterEach(() => document.body.replaceChildren());

/** A notice about a View that is open on the page, which keeps why it was closed. */
async function shown(): Promise<{
  readonly notice: HTMLElement;
  readonly closed: string[];
  press(name: string): Promise<void>;
  says(silentSeconds: number): Promise<void>;
}> {
  const closed: string[] = [];
  const view = { id: "v1", close: async (reason: string) => void closed.push(reason) } as unknown as View;
  const run = { id: "r1", kind: "view", view } as unknown as ViewRun;
  useRuns.setState({ runs: [run] });
  const views = document.body.appendChild(document.createElement("main"));
  views.id = "views";
  views.tabIndex = -1;
  const notice = document.body.appendChild(document.createElement("div"));
  const root = createRoot(notice);
  const says = (silentSeconds: number): Promise<void> =>
    act(async () => root.render(<HungNotice run={run} silentSeconds={silentSeconds} />));
  await says(8);
  const press = (name: string): Promise<void> =>
    act(async () =>
      Array.from(notice.querySelectorAll("button"))
        .find(({ textContent }) => textContent === name)!
        .click(),
    );
  return { notice, closed, press, says };
}

test("The notice says for how long the View has not answered, and alerts once only", async () => {
  const { notice, says } = await shown();
  expect(notice.textContent).toContain("It has not answered for 8 s.");
  const alert = notice.querySelector('[role="alert"]')!;
  const alerted = alert.textContent;
  await says(10);
  expect(notice.textContent).toContain("It has not answered for 10 s.");
  expect(notice.querySelector('[role="alert"]')).toBe(alert);
  expect(alert.textContent).toBe(alerted);
});

test("Remove closes the View, takes it off the page, and leaves the keyboard with the Views", async () => {
  const { closed, press } = await shown();
  await press("Remove");
  expect(closed).toEqual(["Closed by the person."]);
  expect(useRuns.getState().runs).toEqual([]);
  expect(document.activeElement?.id).toBe("views");
});

test("Wait leaves the View be and goes on saying for how long, without asking again", async () => {
  const { notice, closed, press, says } = await shown();
  await press("Wait");
  await says(12);
  expect(closed).toEqual([]);
  expect(useRuns.getState().runs).toHaveLength(1);
  expect(notice.querySelectorAll("button")).toHaveLength(0);
  expect(notice.textContent).toContain("It has not answered for 12 s.");
});
