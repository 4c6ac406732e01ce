import { expect, test } from "vitest";
import { reachOf, reachSentence } from "./reach.ts";

const htmlDigest = `sha256:${"0".repeat(64)}`;

test("says that a template without declarations reaches nothing", () => {
  expect(reachSentence({ htmlDigest })).toBe("may reach: nothing outside");
});

test("names each declared domain once, whatever it is declared for", () => {
  const csp = {
    connectDomains: ["https://api.example.com"],
    resourceDomains: ["https://api.example.com", "https://cdn.example.com"],
  };
  expect(reachOf({ htmlDigest, csp }).origins).toEqual([
    { origin: "https://api.example.com", uses: ["connects", "loads scripts, styles, images"] },
    { origin: "https://cdn.example.com", uses: ["loads scripts, styles, images"] },
  ]);
});

test("names the features that are granted, and none for a value that grants nothing", () => {
  const permissions = { camera: {}, microphone: false } as never;
  expect(reachSentence({ htmlDigest, permissions })).toBe("may reach: nothing outside; may use: camera");
});

test("does not claim to know what was not read yet", () => {
  expect(reachSentence(undefined)).toBe("may reach: not known yet");
});
