import { expect, test } from "vitest";
import { createBodyReader } from "./body-reader.ts";

const stream = (...chunks: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
const never = new AbortController().signal;
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test.each([
  ["in one chunk", ["ticket\n<p>tea\n"]],
  ["cut within the line", ["tic", "ket\n<p>", "tea\n"]],
  ["cut at the line feed", ["ticket", "\n", "<p>tea\n"]],
])("reads a line and the rest, %s", async (_, chunks) => {
  const body = createBodyReader(stream(...chunks), never);
  expect(await body.line(10)).toBe("ticket");
  expect(text(await body.rest(100))).toBe("<p>tea\n");
});

test("takes a body without a line feed for the line", async () => {
  const body = createBodyReader(stream("ticket"), never);
  expect(await body.line(10)).toBe("ticket");
  expect(await body.rest(10)).toHaveLength(0);
});

test("takes no body for an empty line", async () => {
  const body = createBodyReader(null, never);
  expect(await body.line(10)).toBe("");
  expect(await body.rest(10)).toHaveLength(0);
});

test("refuses a line and a rest that are too long", async () => {
  expect(await createBodyReader(stream("x".repeat(11)), never).line(10)).toBeUndefined();
  const body = createBodyReader(stream("t\n", "12345", "678901"), never);
  expect(await body.line(10)).toBe("t");
  expect(await body.rest(10)).toBeUndefined();
});

test("stops reading at the bound instead of at the end", async () => {
  let pulls = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulls += 1;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  expect(await createBodyReader(endless, never).line(5000)).toBeUndefined();
  expect(pulls).toBeLessThan(10);
});

test("stops waiting at the deadline, and stops the sender", async () => {
  const deadline = new AbortController();
  let stopped = false;
  const slow = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode("ticket\n<p>")),
    cancel: () => void (stopped = true),
  });
  const body = createBodyReader(slow, deadline.signal);
  expect(await body.line(10)).toBe("ticket");
  const rest = body.rest(10);
  deadline.abort();
  expect(text(await rest)).toBe("<p>");
  expect(stopped).toBe(true);
});
