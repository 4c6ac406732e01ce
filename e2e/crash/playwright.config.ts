import { defineConfig } from "@playwright/test";
import base from "../../playwright.config.ts";

/** Many crashes; one of each kind is among the other end-to-end tests. */
export default defineConfig({
  ...base,
  projects: [{ name: "crash" }],
  testDir: ".",
  testMatch: "*.crash.ts",
  workers: 1,
  retries: 0,
  reporter: "list",
});
