// @vitest-environment happy-dom
import { createSource, type Enforcement } from "@vitrine/bridge";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, expect, test, vi } from "vitest";
import type { Session } from "../session/session.ts";
import { SessionContext } from "../session/SessionContext.tsx";
import { EnforcementNotice } from "./EnforcementNotice.tsx";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

afterEach(() => document.body.replaceChildren());

const entry = (name: Enforcement["name"], status: Enforcement["status"]): Enforcement => ({
  name,
  status,
  sentence: `${name} is ${status}.`,
});

async function shown(...found: readonly Enforcement[]): Promise<HTMLElement> {
  const session = { host: { enforcement: createSource(found) } } as unknown as Session;
  const container = document.body.appendChild(document.createElement("div"));
  await act(async () =>
    createRoot(container).render(
      <SessionContext value={session}>
        <EnforcementNotice />
      </SessionContext>,
    ),
  );
  return container;
}

test("Nothing is said of a browser that enforces everything, or of what could not be found out alone", async () => {
  expect((await shown(entry("webrtc", "enforced"))).textContent).toBe("");
  expect((await shown(entry("webrtc", "unknown"))).textContent).toBe("");
});

test("One line says what is not enforced, and a press the rest", async () => {
  const container = await shown(
    entry("webrtc", "not-enforced"),
    entry("frame-src", "enforced"),
    entry("connection-allowlist", "not-enforced"),
    entry("cross-site", "unknown"),
  );
  expect(container.textContent).toBe("webrtc is not-enforced.2 more");
  await act(async () => container.querySelector("button")?.click());
  expect(Array.from(container.querySelectorAll("li"), (item) => item.textContent)).toEqual([
    "connection-allowlist is not-enforced.",
    "cross-site is unknown.",
  ]);
});
