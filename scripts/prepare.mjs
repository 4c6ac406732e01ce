/**
 * Makes `npm start` and `npm test` work on a fresh clone: installs what is missing, builds what is stale, and for
 * the tests finds a browser. It says what it does on stderr, and nothing when there is nothing to do.
 */
import { build } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { install } from "./install.mjs";
import { PreparationError, say } from "./run.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  say(`Vitrine needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one.`);
  process.exit(1);
}

const goal = process.argv[2];
if (goal !== "start" && goal !== "test") {
  say("Usage: node scripts/prepare.mjs start|test");
  process.exit(2);
}

try {
  await install({ everything: goal === "test" });
  await build();
  if (goal === "test") await ensureChromium();
} catch (error) {
  if (!(error instanceof PreparationError)) throw error;
  say(error.message);
  process.exit(1);
}
