import type { TestInfo } from "@playwright/test";
import type { Vitrine } from "./vitrine.ts";

/** A page that hangs must not hold up the report of its failure. */
const PATIENCE_MS = 3000;

/** Adds the record, and every View's state with what it ran into, to the report of a test that failed. */
export async function attachFindings(vitrine: Vitrine, testInfo: TestInfo): Promise<void> {
  const attach = async (): Promise<void> => {
    const record = (await vitrine.record()).map((entry) => `${JSON.stringify(entry)}\n`).join("");
    await testInfo.attach("vitrine-record.ndjson", { body: record, contentType: "application/x-ndjson" });
    const views = JSON.stringify(await vitrine.views(), null, 2);
    await testInfo.attach("vitrine-views.json", { body: views, contentType: "application/json" });
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  // What cannot be found out any more is missing from the report; the failure itself is in it.
  await Promise.race([attach().catch(() => {}), late]);
  clearTimeout(timer);
}
