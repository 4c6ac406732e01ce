import { defineConfig, devices } from "@playwright/test";
import { chromiumPath } from "./scripts/chromium.mjs";

const launchOptions = {
  executablePath: chromiumPath(),
  // No sandbox of its own: CI runs as root. The rest keeps the browser from calling home.
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Attacks and clauses: both run against what is shipped, and against the same with lines switched off. */
const unguarded = {
  dependencies: ["unguarded"],
  use: {
    launchOptions: {
      ...launchOptions,
      // The attacker's public names lead to the collectors; nothing leaves this machine.
      args: [...launchOptions.args, "--host-resolver-rules=MAP *.collector.example 127.0.0.1"],
    },
  },
};

/** Promises whose proof takes long; the others are held to by `npm test`. */
const long = [
  "accessibility",
  "add-server",
  "bad-input",
  "check",
  "crash",
  "host-page",
  "kit-long",
  "official-servers",
  "preview",
  "record",
  "relay",
  "untrusted-text",
].map((name) => `**/e2e/${name}.spec.ts`);

export default defineConfig({
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env["CI"] !== undefined,
  // A loaded machine can be slower than a test is patient; what passes only then is reported as flaky.
  retries: process.env["CI"] === undefined ? 0 : 1,
  reporter: process.env["CI"] === undefined ? "line" : [["list"]],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: { ...devices["Desktop Chrome"], screenshot: "only-on-failure", launchOptions },
  projects: [
    { name: "e2e", testDir: "e2e", testIgnore: ["**/e2e/{hostile,packed,spec}/**", ...long] },
    { name: "long", testDir: "e2e", testMatch: long },
    { name: "packed", testDir: "e2e/packed" },
    { name: "unguarded", testDir: "e2e/unguarded", testMatch: "unguarded.setup.ts" },
    { name: "hostile-core", testDir: "e2e/hostile", grep: /@core/, ...unguarded },
    { name: "hostile", testDir: "e2e/hostile", ...unguarded },
    { name: "conformance", testDir: "e2e/spec", ...unguarded },
  ],
});
