import type { Approval } from "./approval.ts";
import type { Grants } from "./grants.ts";
import type { AuditCheckpoint } from "./audit-checkpoint.ts";
import type { TemplateFacts } from "./template.ts";

/** Who wants something. A `link` is a deep link that runs a tool; it is never the person. */
export type Actor = "person" | "model" | "view" | "embedder" | "link";

/** How an action ended. Each *requested* has exactly one. */
export type Outcome = "ok" | "tool-error" | "failed" | "refused" | "denied" | "cancelled" | "interrupted";

/** The decision of the gate, and by whom it was taken. */
export type Decision =
  | { readonly verdict: "allow"; readonly by: "policy" | "person" | "session"; readonly rule?: string }
  | {
      readonly verdict: "deny";
      readonly by: "spec" | "policy" | "person" | "host";
      readonly rule?: string;
      readonly reason: string;
    };

/**
 * What happens to a View after `view.opened`. `failed`: it ended by itself, or never began. `limited`: it asked for
 * more than `ViewLimits` allow; at most once a minute. `hung`: it answers no more. `recovered`: it answers again.
 */
export type ViewEventKind = "view.closed" | "view.failed" | "view.limited" | "view.hung" | "view.recovered";

/** Something worth recording. `audit.ts` turns events into chained entries. */
export type AuditEvent =
  | {
      readonly kind: "server.connected";
      readonly server: string;
      readonly identity: string;
      readonly era: "modern" | "legacy";
      readonly protocolVersion: string;
    }
  | {
      readonly kind: "server.closed";
      readonly server: string;
      readonly identity: string;
      readonly reason: string;
    }
  | {
      readonly kind: "template.reviewed";
      readonly server: string;
      readonly identity: string;
      readonly uri: string;
      /** Digest of the template; `digest` alone is the entry's own. */
      readonly templateDigest: string;
      readonly facts: TemplateFacts;
      readonly findings: readonly string[];
    }
  | ({
      readonly kind: "template.approved" | "template.blocked";
      readonly server: string;
      readonly identity: string;
      readonly uri: string;
      readonly templateDigest: string;
      readonly by: Approval["by"];
    } & Grants)
  | {
      readonly kind: "template.changed";
      readonly server: string;
      readonly identity: string;
      readonly uri: string;
      readonly templateDigest: string;
      readonly approvedDigest: string;
    }
  | {
      readonly kind: "view.opened";
      readonly view: string;
      readonly server: string;
      readonly identity: string;
      readonly tool: string;
      readonly uri: string;
      readonly templateDigest: string;
      readonly origin: string;
      readonly csp: string;
      readonly permissions: string;
    }
  | {
      readonly kind: ViewEventKind;
      readonly view: string;
      readonly server: string;
      readonly identity: string;
      readonly reason: string;
    }
  | {
      /** What this browser does for the sandbox, once per start of a host; see `probeSandbox`. */
      readonly kind: "sandbox.probed";
      /** The origin of the sandbox proxy. */
      readonly sandbox: string;
      readonly views: "origins" | "opaque" | "foreign";
      readonly enforced: readonly string[];
      readonly notEnforced: readonly string[];
      readonly unknown: readonly string[];
    }
  | {
      readonly kind: "action.requested";
      readonly action: string;
      readonly actor: Actor;
      readonly method: string;
      readonly server: string;
      readonly identity: string;
      readonly view?: string;
      readonly tool?: string;
      readonly uri?: string;
      readonly arguments?: unknown;
      /**
       * `hmac-sha256:` and 64 lowercase hex of the arguments' canonical JSON before redaction, under a salt that whoever
       * writes the record keeps: equal arguments are seen to be equal, and nobody can guess redacted ones.
       */
      readonly argumentsDigest?: string;
      readonly traceparent: string;
    }
  | ({ readonly kind: "action.decided"; readonly action: string } & Decision)
  | {
      readonly kind: "action.finished";
      readonly action: string;
      readonly outcome: Outcome;
      readonly reason?: string;
      readonly resultDigest?: string;
      readonly durationMs?: number;
    }
  | AuditCheckpoint;
