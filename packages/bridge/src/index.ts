/*
 * The public API of @vitrine/bridge. A name that is exported here is a promise; add one only with a user for it.
 */
export {
  createHost,
  type ConnectOptions,
  type Host,
  type HostOptions,
  type ModelContext,
  type ViewMessage,
} from "./host.ts";
export type { CallToolOptions, Server, ServerState } from "./server.ts";
export type { ServerTool, ToolAudience } from "./server-tool.ts";
export type { OpenViewOptions, View } from "./view.ts";
export { VIEW_LIMITS, type ViewLimits } from "./view-limits.ts";
export type { ViewCall, ViewFailure, ViewNote, ViewPhase, ViewState } from "./view-state.ts";

export type { Action, DownloadItem, Request } from "./action.ts";
export {
  askFirst,
  askForWrites,
  explainPolicy,
  policyFromRules,
  trustReadsOf,
  type Policy,
  type PolicyExplanation,
  type PolicyRule,
  type PolicyRulesOptions,
  type PolicyVerdict,
  type Verdict,
} from "./policy.ts";
export { idleRules, type IdleRule } from "./idle-rules.ts";
export type { Answer, Consent, Question } from "./consent.ts";
export { linkRefusal } from "./link.ts";
export { readMailLink, type MailLink } from "./mail-link.ts";

export type { Template, TemplateFacts } from "./template.ts";
export { declarationDiff, type DeclarationDiff } from "./declaration-diff.ts";
export { templateDigest } from "./template-digest.ts";
export type { Templates } from "./template-catalogue.ts";
export type { ApprovedTemplate, TemplateEntry } from "./template-entry.ts";
export type { TemplateStore } from "./template-store.ts";
export { createMemoryTemplateStore } from "./memory-template-store.ts";
export { review, type Finding, type Place, type Review } from "./review.ts";
export { cssReferences, type CssReference } from "./css-references.ts";
export { createMemoryApprovalStore } from "./memory-approval-store.ts";
export type { Approval, ApprovalMode, ApprovalStore } from "./approval.ts";
export { approvalProblem } from "./approval-problem.ts";
export { missingGrant, type Grants, type Wants } from "./grants.ts";
export { createOriginJudge, isOriginPattern, type OriginJudge, type OriginLists } from "./origin-lists.ts";

export { httpSandbox, opaqueSandbox, type HttpSandboxOptions } from "./http-sandbox.ts";
export { probeSandbox, type Enforcement, type EnforcementName } from "./enforcement.ts";
export type { Sandbox, StoreOptions } from "./sandbox-client.ts";

export { createAuditLog, type AuditLog, type SealedAuditLog } from "./audit.ts";
export type { AuditBatch, AuditLine, AuditStore, OpenAction, SealedAuditStore } from "./audit-store.ts";
export { createMemoryAuditStore } from "./memory-audit-store.ts";
export type { AuditSeal } from "./audit-seal.ts";
export { sealedExport, type ExportableLine } from "./audit-export.ts";
export { canonicalJson } from "./audit-payload.ts";
export type { AuditEntry } from "./audit-entry.ts";
export type { Actor, AuditEvent, Decision, Outcome } from "./audit-event.ts";
export { keyFingerprint } from "./audit-signature.ts";
export { verifyAuditLog, type AuditVerification } from "./verify-audit-log.ts";

export { createBoundedSchema, type BoundedSchema } from "./bounded-schema.ts";
export { serverIdentity } from "./server-identity.ts";
export { createSource, type Observable, type Source } from "./observable.ts";
export { reasonOf, VitrineError, type VitrineErrorCode } from "./errors.ts";
