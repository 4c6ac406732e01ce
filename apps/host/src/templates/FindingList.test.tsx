// @vitest-environment happy-dom
import type { Finding, Place } from "@vitrine/bridge";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import { FindingList } from "./FindingList.tsx";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

afterEach(() => document.body.replaceChildren());

async function shown(findings: readonly Finding[]): Promise<{ container: HTMLElement; jumps: Place[] }> {
  const jumps: Place[] = [];
  const container = document.body.appendChild(document.createElement("div"));
  await act(async () =>
    createRoot(container).render(<FindingList findings={findings} onJump={(place) => jumps.push(place)} />),
  );
  return { container, jumps };
}

test("The gravest findings come first, each with its rule", async () => {
  const { container } = await shown([
    { rule: "size", severity: "info", message: "It is large." },
    { rule: "eval", severity: "warning", message: "It evaluates text." },
    { rule: "private-network", severity: "blocking", message: "It wants to reach this machine." },
  ]);
  const titles = Array.from(container.querySelectorAll("h4"), (title) => title.textContent);
  expect(titles).toEqual(["Blocking 1", "Warnings 1", "Notes 1"]);
  const rules = Array.from(container.querySelectorAll(".rule"), (rule) => rule.textContent);
  expect(rules).toEqual(["private-network", "eval", "size"]);
});

test("A finding's place leads to its line, and its excerpt stays text", async () => {
  const where = { line: 12, column: 5, excerpt: "<img src=x onerror=alert(1)>\u202E" };
  const { container, jumps } = await shown([
    { rule: "eval", severity: "warning", message: "It evaluates text.", where },
  ]);
  expect(container.querySelector("img")).toBe(null);
  expect(container.querySelector(".excerpt")?.textContent).toBe("<img src=x onerror=alert(1)>\\u{202e}");
  const button = container.querySelector("button");
  expect(button?.textContent).toBe("line 12:5");
  await act(async () => button?.click());
  expect(jumps).toEqual([where]);
});

test("A finding's rule opens to why it is looked for and what to do, as docs/review-rules.md says", async () => {
  const { container } = await shown([
    { rule: "webrtc", severity: "blocking", message: "It uses WebRTC." },
    { rule: "not-documented", severity: "info", message: "It is unheard of." },
  ]);
  const notes = Array.from(container.querySelectorAll("details"), (note) => note.textContent);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain("WebRTC reaches any address past the policy.");
  expect(notes[0]).toContain("What to do: Approve it only for a use that you know, as a call.");
});

test("A review without findings says so", async () => {
  expect((await shown([])).container.textContent).toBe("The review found nothing to remark on.");
});
