import { expect, test } from "vitest";
import * as api from "./index.ts";

test("The public API has these values and no others", () => {
  expect(Object.keys(api).toSorted()).toEqual([
    "VIEW_LIMITS",
    "VitrineError",
    "approvalProblem",
    "askFirst",
    "askForWrites",
    "canonicalJson",
    "checkArguments",
    "createAuditLog",
    "createBoundedSchema",
    "createHost",
    "createMemoryApprovalStore",
    "createMemoryAuditStore",
    "createMemoryTemplateStore",
    "createOriginJudge",
    "createSource",
    "cssReferences",
    "declarationDiff",
    "explainPolicy",
    "httpSandbox",
    "idleRules",
    "isCallableBy",
    "isOriginPattern",
    "keyFingerprint",
    "linkRefusal",
    "missingGrant",
    "opaqueSandbox",
    "policyFromRules",
    "probeSandbox",
    "readMailLink",
    "reasonOf",
    "review",
    "sealedExport",
    "serverIdentity",
    "templateDigest",
    "trustReadsOf",
    "verifyAuditLog",
  ]);
});

test("Importing it needs no browser", () => {
  expect(globalThis.window).toBeUndefined();
});
