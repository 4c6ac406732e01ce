import { expect, test } from "vitest";
import { readLines } from "./lines.ts";

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text, "latin1");
}

async function collect(maxBytes: number, ...texts: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(pieces(...texts), maxBytes)) lines.push(line);
  return lines;
}

test("gives lines whole, however they were cut", async () => {
  expect(await collect(10, "one\ntw", "o\n\nth", "ree")).toEqual(["one", "two", "", "three"]);
});

test("keeps letters whole that were cut", async () => {
  expect(await collect(10, "\xe8\x8c", "\xb6\n")).toEqual(["茶"]);
});

test("refuses a line that is too long, whether it ends or not", async () => {
  await expect(collect(5, "123", "456\n")).rejects.toThrow("more than 5 bytes");
  await expect(collect(5, "123", "456")).rejects.toThrow("more than 5 bytes");
  expect(await collect(5, "12345\n12345\n")).toEqual(["12345", "12345"]);
});
