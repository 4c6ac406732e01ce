/* The host's page for tests. It has no controls: the tests drive it through `vitrineKit`. */
import { reasonOf } from "../../errors.ts";
import { createTestPage } from "./test-page.ts";

const container = document.querySelector<HTMLElement>("#views") ?? document.body;
const api = createTestPage(container);

globalThis.vitrineKit = async (method, args) => {
  try {
    const run = api[method] as (...given: readonly unknown[]) => unknown;
    return { ok: true, value: await run(...args) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
};
