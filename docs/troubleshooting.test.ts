import { readFileSync } from "node:fs";
import type { ViewFailure, VitrineErrorCode } from "@vitrine/bridge";
import { expect, test } from "vitest";
import type { ApiErrorCode } from "../apps/host/server/api-error.ts";

const page = readFileSync(new URL("troubleshooting.md", import.meta.url), "utf8");

/** The compiler holds each list against its type, so that a new code fails here until the page says what to do. */
const viewFailures = {
  template: true,
  "not-approved": true,
  sandbox: true,
  "no-initialize": true,
  "script-error": true,
  replaced: true,
  "server-gone": true,
  hung: true,
} satisfies Record<ViewFailure, true>;

const libraryErrors = {
  "sandbox-not-isolated": true,
  "sandbox-unreachable": true,
  "connection-failed": true,
  "server-gone": true,
  "template-invalid": true,
  "template-not-approved": true,
  "not-found": true,
  refused: true,
  cancelled: true,
  timeout: true,
  "audit-unavailable": true,
  "invalid-argument": true,
  closed: true,
} satisfies Record<VitrineErrorCode, true>;

const relayErrors = {
  "address-refused": true,
  "approvals-closed": true,
  "audit-unavailable": true,
  "bad-answer": true,
  "bad-approval": true,
  "bad-body": true,
  "bad-json": true,
  "bad-message": true,
  "bad-method": true,
  "bad-page": true,
  "bad-request-id": true,
  "bad-token": true,
  "bad-url": true,
  broken: true,
  cancelled: true,
  configured: true,
  "cross-site": true,
  exists: true,
  "header-mismatch": true,
  internal: true,
  "name-taken": true,
  "needs-confirmation": true,
  "no-stream": true,
  "not-approved": true,
  "not-found": true,
  "not-reading": true,
  "not-recorded": true,
  "out-of-order": true,
  "own-address": true,
  redirected: true,
  "spawn-failed": true,
  timeout: true,
  "too-large": true,
  "too-many-pages": true,
  "too-many-processes": true,
  "too-many-requests": true,
  "too-many-servers": true,
  "unknown-host": true,
  "unknown-server": true,
  unreachable: true,
  "wrong-host": true,
  "wrong-origin": true,
} satisfies Record<ApiErrorCode, true>;

test.each([
  ["Of a View", viewFailures],
  ["Of the library", libraryErrors],
  ["Of the relay", relayErrors],
])("Troubleshooting says of every code what its cause and mend are: %s", (heading, codes) => {
  expect(codesUnder(heading)).toEqual(Object.keys(codes));
});

/** The first column of the table under a heading. */
function codesUnder(heading: string): readonly string[] {
  const [, section = ""] = page.split(`\n### ${heading}\n`);
  const [table = ""] = section.split("\n#");
  return Array.from(table.matchAll(/^\| `([a-z-]+)` +\| \S.* \| \S.* \|$/gm), ([, code = ""]) => code);
}
