import { test as base } from "@playwright/test";
import { attachFindings } from "./attach-findings.ts";
import { startVitrine } from "./start-vitrine.ts";
import type { ServerUnderTest, Vitrine, VitrineOptions } from "./vitrine.ts";

/** What `test.use` takes, beside Playwright's own options. */
export interface VitrineTestOptions {
  /** The server whose apps are tested. Has no default. */
  readonly server: ServerUnderTest | undefined;
  /** See `VitrineOptions`. Default: no rules. */
  readonly policy: NonNullable<VitrineOptions["policy"]>;
  /** See `VitrineOptions`. Default: none. */
  readonly grants: NonNullable<VitrineOptions["grants"]>;
}

/** What tests get. */
export interface VitrineFixtures {
  /** A host, connected to `server`; it is closed after the test, with the server when it was started for it. */
  readonly vitrine: Vitrine;
}

/** Playwright's `test` with the fixture `vitrine`. */
export const test = base.extend<VitrineFixtures & VitrineTestOptions>({
  server: [undefined, { option: true }],
  policy: [[], { option: true }],
  grants: [{}, { option: true }],
  vitrine: async ({ page, server, policy, grants }, use, testInfo) => {
    if (server === undefined) {
      throw new Error(
        'Say which server to test: test.use({ server: { command: "node", args: ["server.js"] } }).',
      );
    }
    const vitrine = await startVitrine({ page, server, policy, grants });
    try {
      await use(vitrine);
    } finally {
      if (testInfo.status !== testInfo.expectedStatus) await attachFindings(vitrine, testInfo);
      await vitrine.close();
    }
  },
});
