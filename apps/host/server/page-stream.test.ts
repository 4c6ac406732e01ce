import { expect, test } from "vitest";
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

test("lets go of whoever waits when the page stops listening", async () => {
  const stream = createPageStream({ heartbeatMs: 1000 });
  const waiting = stream.send({ id: "1", data: "x".repeat(2 * 1024 * 1024) });

  await stream.body.cancel();

  await expect(waiting).resolves.toBeUndefined();
  expect(stream.ended.aborted).toBe(true);
  await expect(stream.send({})).resolves.toBeUndefined();
});
