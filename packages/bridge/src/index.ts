/**
 * The core: a Host, its Servers and Views, and everything that judges and records what Views do. No DOM at import.
 *
 * A name that is exported here is a promise; add one only with a user for it.
 * @module
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
export { isCallableBy, type ServerTool, type ToolAudience } from "./server-tool.ts";
export type { OpenViewOptions, View } from "./view.ts";
export { VIEW_LIMITS, type LimitRange, type ViewLimits } from "./view-limits.ts";
export type {
  CspField,
  PolicyViolation,
  ViewCall,
  ViewFailure,
  ViewNote,
  ViewPhase,
  ViewState,
} from "./view-state.ts";

export type { Action, DownloadItem, Refusal, Request } from "./action.ts";
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
export { readMailLink, type MailLink, type MailLinkReading } from "./mail-link.ts";

export type { MetadataConflict, Provenance, Template, TemplateFacts } from "./template.ts";
export { declarationDiff, type DeclarationDiff, type WordChange } from "./declaration-diff.ts";
export { templateDigest } from "./template-digest.ts";
export type { Templates } from "./template-catalogue.ts";
export type {
  ApprovedTemplate,
  ExaminedTemplate,
  TemplateEntry,
  TemplateStanding,
  UnreadTemplate,
} from "./template-entry.ts";
export type { StoredTemplate, TemplateKey, TemplateStore } from "./template-store.ts";
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
export type {
  ForeignSandbox,
  OpaqueSandbox,
  Sandbox,
  ServedSandbox,
  StoreOptions,
} from "./sandbox-client.ts";

export {
  createAuditLog,
  type AuditLog,
  type AuditLogOptions,
  type SealedAuditLog,
  type SealedAuditLogOptions,
} from "./audit.ts";
export type { AuditBatch, AuditLine, AuditStore, OpenAction, SealedAuditStore } from "./audit-store.ts";
export { createMemoryAuditStore } from "./memory-audit-store.ts";
export type { AuditSeal } from "./audit-seal.ts";
export { sealedExport, type ExportableLine, type SealedExportOptions } from "./audit-export.ts";
export { canonicalJson } from "./audit-payload.ts";
export type { AuditEntry, AuditFrame } from "./audit-entry.ts";
export type { AuditCheckpoint, CheckpointReason, OmittedEntries } from "./audit-checkpoint.ts";
export type { OpenPhase } from "./audit-action.ts";
export type { Actor, AuditEvent, Decision, Outcome, ViewEventKind } from "./audit-event.ts";
export type { AuditChainSummary } from "./audit-chain-check.ts";
export type { AuditSource } from "./audit-lines.ts";
export { keyFingerprint, type AuditKey } from "./audit-signature.ts";
export {
  verifyAuditLog,
  type AuditProblem,
  type AuditVerification,
  type VerifyAuditLogOptions,
} from "./verify-audit-log.ts";

export { createBoundedSchema, type BoundedSchema, type BoundedSchemaOptions } from "./bounded-schema.ts";
export { checkArguments, type ArgumentCheck } from "./check-arguments.ts";
export { serverIdentity } from "./server-identity.ts";
export { createSource, type Observable, type Source } from "./observable.ts";
export { reasonOf, VitrineError, type VitrineErrorCode } from "./errors.ts";
