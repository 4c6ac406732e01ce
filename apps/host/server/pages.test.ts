import { expect, onTestFinished, test } from "vitest";
import { createPages } from "./pages.ts";

const ID = "page-of-this-test";

test("keeps what a page was sent while its stream was broken", async () => {
  const pages = createPages({ limit: 1, graceMs: 1000 });
  onTestFinished(() => pages.close());
  const first = pages.open(ID);
  const page = pages.get(ID);
  await first.body.cancel();

  const sent = page.send({ server: "a", message: 1 });
  const second = pages.open(ID);
  await sent;
  second.close();

  expect(await new Response(second.body as ReadableStream<Uint8Array<ArrayBuffer>>).text()).toContain(
    '"message":1',
  );
  expect(page.gone.aborted).toBe(false);
});

test("gives a page up that does not come back", async () => {
  const pages = createPages({ limit: 1, graceMs: 1 });
  const stream = pages.open(ID);
  const page = pages.get(ID);

  await stream.body.cancel();

  await expect.poll(() => page.gone.aborted).toBe(true);
  await expect(page.send({})).resolves.toBeUndefined();
  expect(() => pages.get(ID)).toThrow("has no stream");
});

test("ends the older stream of a page that opens another", () => {
  const pages = createPages({ limit: 1 });
  onTestFinished(() => pages.close());
  const older = pages.open(ID);
  const page = pages.get(ID);

  pages.open(ID);

  expect(older.ended.aborted).toBe(true);
  expect(page.gone.aborted).toBe(false);
  expect(page.stream()?.ended.aborted).toBe(false);
});

test("gives a page up that is away when another needs its place", async () => {
  const pages = createPages({ limit: 1 });
  onTestFinished(() => pages.close());
  const stream = pages.open(ID);
  const page = pages.get(ID);
  await stream.body.cancel();

  pages.open("another-page");

  expect(page.gone.aborted).toBe(true);
});

test("ends the stream of a page that does not read what all are told, which may come back for it", () => {
  const pages = createPages({ limit: 2 });
  onTestFinished(() => pages.close());
  const stalled = pages.open(ID);
  const page = pages.get(ID);

  for (let count = 0; count < 12; count += 1) {
    pages.broadcast({ server: "a", message: "x".repeat(1024 * 1024) });
  }

  expect(stalled.ended.aborted).toBe(true);
  expect(page.gone.aborted).toBe(false);
  expect(pages.open(ID).ended.aborted).toBe(false);
});

test("bounds the number of pages and refuses ids that are none", () => {
  const pages = createPages({ limit: 1 });
  onTestFinished(() => pages.close());
  pages.open(ID);

  expect(() => pages.open("another-page")).toThrow("1 pages are open already");
  expect(() => pages.open("a b")).toThrow("Vitrine-Page");
});
