import type { Grants } from "./grants.ts";
import type { TemplateFacts } from "./template.ts";

/**
 * Who approves a template that is seen for the first time.
 * `trust-on-first-use`: a review without a blocking finding does. `ask`: a person does (the default).
 * `block`: nobody; only what was approved before, or is in a lock file, runs.
 */
export type ApprovalMode = "trust-on-first-use" | "ask" | "block";

/** The verdict on one version of a template, pinned by digest. */
export interface Approval extends Grants {
  readonly state: "approved" | "blocked";
  /** The server's identity; see `server-identity.ts`. */
  readonly identity: string;
  readonly uri: string;
  /** The template digest the verdict is about; any other is a changed template. */
  readonly digest: string;
  readonly facts: TemplateFacts;
  /** `lock`: the digest is in a file that was agreed upon beforehand. */
  readonly by: "person" | "policy" | "lock";
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** Where approvals are kept. The latest one for (identity, uri) counts. A person's verdict on a digest replaces any other. */
export interface ApprovalStore {
  /** Whether there is a verdict on any template of this server. */
  knows(identity: string): Promise<boolean>;
  /** The verdict on the version that `digest` names, where one is kept; else the latest, on whatever version. */
  get(identity: string, uri: string, digest?: string): Promise<Approval | undefined>;
  /** Keeps a verdict. It may be believed only once the promise resolves. */
  set(approval: Approval): Promise<void>;
}
