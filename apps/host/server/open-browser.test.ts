import { expect, test } from "vitest";
import { browserCommand } from "./open-browser.ts";

const URL = "http://localhost:5180";

test.each([
  ["linux", {}, undefined],
  ["linux", { DISPLAY: "" }, undefined],
  ["linux", { DISPLAY: ":0" }, ["xdg-open", URL]],
  ["linux", { WAYLAND_DISPLAY: "wayland-0" }, ["xdg-open", URL]],
  ["linux", { DISPLAY: ":10", SSH_CONNECTION: "a b" }, undefined],
  ["linux", { DISPLAY: ":0", CI: "true" }, undefined],
  ["darwin", {}, ["open", URL]],
] as const)("on %s with %j runs %j", (platform, env, command) => {
  expect(browserCommand(URL, platform, env)).toEqual(command);
});
