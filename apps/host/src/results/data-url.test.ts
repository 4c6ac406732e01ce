import { expect, test } from "vitest";
import { dataUrl } from "./data-url.ts";

test("shows images and sounds as data", () => {
  expect(dataUrl("image", "image/png", "AAAA")).toBe("data:image/png;base64,AAAA");
  expect(dataUrl("audio", "audio/mpeg", "AAAA")).toBe("data:audio/mpeg;base64,AAAA");
});

test("shows no type that is a document or smuggles another one", () => {
  expect(dataUrl("image", "image/svg+xml", "AAAA")).toBe(undefined);
  expect(dataUrl("image", "text/html", "AAAA")).toBe(undefined);
  expect(dataUrl("image", "image/png,<script>", "AAAA")).toBe(undefined);
  expect(dataUrl("image", "image/png", "AA,\n<b>")).toBe(undefined);
});
