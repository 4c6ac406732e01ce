import { test } from "@playwright/test";
import { buildUnguarded } from "./build.ts";
import { switches } from "./switches.ts";

test("the host whose guards can be switched off is built", async () => {
  test.setTimeout(180_000);
  await buildUnguarded(switches);
});
