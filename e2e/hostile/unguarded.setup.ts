import { test } from "@playwright/test";
import { buildUnguarded } from "../unguarded/build.ts";
import { guards } from "./guards.ts";

test("the host whose guards can be switched off is built", async () => {
  test.setTimeout(180_000);
  await buildUnguarded(guards);
});
