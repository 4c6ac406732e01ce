import { crashRun, type Victim } from "./crash/crash-run.ts";
import { expect, test } from "./fixtures/test.ts";

const ACTIONS = 200;

const VICTIMS: readonly (readonly [Victim, string])[] = [
  ["browser", "A browser that is"],
  ["relay", "A relay that is"],
  ["both", "A browser and a relay that are"],
];

for (const [victim, subject] of VICTIMS) {
  test(`${subject} killed in the middle of ${ACTIONS} actions leaves every one that reached the server on the record`, async (// oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from this pattern.
  {}, info) => {
    const seed = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
    process.stdout.write(`CRASH_SEED=${seed} (${victim})\n`);
    const found = await crashRun({ victim, actions: ACTIONS, seed, profile: info.outputPath("profile") });
    expect(found.reached).toBeGreaterThan(0);
    expect(found.reached).toBeLessThan(ACTIONS);
    expect(found).toMatchObject({ unrecorded: [], verified: true });
    expect([found.decided, found.finished]).toEqual([found.requested, found.requested]);
  });
}
