import { describe, expect, test } from "vitest";
import { createPageStream } from "./page-stream.ts";

const read = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> =>
  new TextDecoder().decode((await reader.read()).value);

test("says something at once, and again after each interval", async () => {
  const stream = createPageStream({ heartbeatMs: 10 });
  const reader = stream.body.getReader();

  expect(await read(reader)).toBe("{}\n");
  expect(await read(reader)).toBe("{}\n");
  stream.close();
});

test("makes whoever sends wait while the page does not read", async () => {
  const stream = createPageStream({ heartbeatMs: 1000 });
  const reader = stream.body.getReader();
  const told: string[] = [];
  const large = { id: "1", data: "x".repeat(1024 * 1024) };

  const sent = stream.send(large).then(() => told.push("there is room"));
  expect(told).toEqual([]);

  await read(reader);
  await read(reader);
  await sent;
  expect(told).toEqual(["there is room"]);
  stream.close();
});

describe("A frame that nobody waits for", () => {
  const frame = { server: "a", message: "x".repeat(1024 * 1024) };

  test("costs a page that reads nothing its stream, and all that waited in it", async () => {
    const stream = createPageStream({ heartbeatMs: 1000 });
    const waiting = stream.send(frame);

    for (let count = 0; count < 8; count += 1) stream.offer(frame);

    await waiting;
    expect(stream.ended.aborted).toBe(true);
    await expect(stream.body.getReader().read()).rejects.toThrow("does not read");
    // Sending instead, which is for those who wait, is bounded by nothing else.
    const unbounded = createPageStream({ heartbeatMs: 1000 });
    for (let count = 0; count < 8; count += 1) void unbounded.send(frame);
    expect(unbounded.ended.aborted).toBe(false);
    unbounded.close();
  });

  test("reaches a page that reads, however many there are", async () => {
    const stream = createPageStream({ heartbeatMs: 1000 });
    const reader = stream.body.getReader();
    expect(await read(reader)).toBe("{}\n");

    for (let count = 0; count < 20; count += 1) {
      stream.offer(frame);
      expect(await read(reader)).toContain('"message":"xxx');
    }

    expect(stream.ended.aborted).toBe(false);
    stream.close();
  });

  test("costs no stream while one large answer is being read", () => {
    const stream = createPageStream({ heartbeatMs: 1000 });
    void stream.send({ id: "1", data: "x".repeat(32 * 1024 * 1024) });

    stream.offer({ servers: [] });

    expect(stream.ended.aborted).toBe(false);
    stream.close();
  });
});

test("lets go of whoever waits when the page stops listening", async () => {
  const stream = createPageStream({ heartbeatMs: 1000 });
  const waiting = stream.send({ id: "1", data: "x".repeat(2 * 1024 * 1024) });

  await stream.body.cancel();

  await expect(waiting).resolves.toBeUndefined();
  expect(stream.ended.aborted).toBe(true);
  await expect(stream.send({})).resolves.toBeUndefined();
});
