import { expect, test } from "@playwright/test";
import { crashRun, type Victim } from "./crash-run.ts";
import { createDraw } from "./draw.ts";

const ACTIONS = 500;
const VICTIMS: readonly Victim[] = ["relay", "browser", "both"];
/** How long new runs are begun. */
const MINUTES = Number(process.env["CRASH_MINUTES"] ?? 10);

test("Whatever is killed in the middle of 500 actions, all that reached the server is on the record", async (// oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from this pattern.
{}, info) => {
  test.setTimeout((MINUTES + 2) * 60_000);
  const seed = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
  process.stdout.write(`CRASH_SEED=${seed}\n`);
  const draw = createDraw(seed);
  const until = Date.now() + MINUTES * 60_000;
  for (let run = 0; run < VICTIMS.length || Date.now() < until; run += 1) {
    const victim = VICTIMS[run % VICTIMS.length] ?? "both";
    const runSeed = draw(1_000_000);
    const found = await crashRun({
      victim,
      actions: ACTIONS,
      seed: runSeed,
      profile: info.outputPath(`profile-${run}`),
    });
    process.stdout.write(`run ${run}, seed ${runSeed}, ${victim} killed: ${JSON.stringify(found)}\n`);
    expect(found.reached).toBeLessThan(ACTIONS);
    expect(found).toMatchObject({ unrecorded: [], verified: true });
    expect([found.decided, found.finished]).toEqual([found.requested, found.requested]);
  }
});
