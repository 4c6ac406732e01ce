import { expect, test } from "vitest";
import { sha256 } from "./digest.ts";

test("names the algorithm and writes the known digest of the empty input", async () => {
  expect(await sha256("")).toBe("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("gives a string the digest of its UTF-8 bytes", async () => {
  expect(await sha256("Grüße 🫖")).toBe(await sha256(new TextEncoder().encode("Grüße 🫖")));
});
