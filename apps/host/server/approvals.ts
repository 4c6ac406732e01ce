import { join } from "node:path";
import { approvalProblem, missingGrant, type Approval, type ApprovalMode } from "@vitrine/bridge";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { createStoredFile } from "./stored-file.ts";
import { digestSchema, factsSchema } from "./template-facts.ts";

/** An approval as a page sends it. What a lock file says never comes from a page. */
export const approvalSchema = z.strictObject({
  state: z.enum(["approved", "blocked"]),
  identity: z.string().min(1).max(8192),
  uri: z.string().min(1).max(8192),
  digest: digestSchema,
  facts: factsSchema,
  by: z.enum(["person", "policy"]),
  at: z.iso.datetime(),
  unsafeEval: z.literal(true).optional(),
  localDomains: z.array(z.string().max(2048)).max(1000).optional(),
});

/**
 * Verdicts on templates: those that were given here, kept in the data directory, the latest one for (identity, uri);
 * and those of the lock file. On the same digest, the one that was given here counts.
 */
export interface Approvals {
  list(): Promise<readonly Approval[]>;
  /** The verdict on this version. */
  get(identity: string, uri: string, digest: string): Promise<Approval | undefined>;
  /**
   * Resolves when the verdict is on disk. Throws an {@link ApiError} when it is not to be believed,
   * lacks a grant, or is for a server whose templates nobody may approve.
   */
  set(approval: Approval): Promise<void>;
}

export interface ApprovalsOptions {
  /** Where verdicts are kept. */
  readonly directory: string;
  /** Approvals of the lock file. */
  readonly locked: readonly Approval[];
  /** Who may approve templates of this server. */
  readonly mode: (identity: string) => ApprovalMode;
}

export function createApprovals({ directory, locked, mode }: ApprovalsOptions): Approvals {
  const stored = createStoredFile<readonly Approval[]>({
    file: join(directory, "approvals.json"),
    schema: z.array(approvalSchema) as unknown as z.ZodType<readonly Approval[]>,
    initial: [],
  });

  async function list(): Promise<readonly Approval[]> {
    const given = await stored.read();
    return [...given, ...locked.filter((lock) => !given.some((approval) => isSameVersion(approval, lock)))];
  }

  return {
    list,
    get: async (identity, uri, digest) =>
      (await list()).find((approval) => isSameVersion(approval, { identity, uri, digest })),
    async set(approval) {
      const { state, facts, identity } = approval;
      const missing = state === "approved" ? missingGrant(facts, approval) : undefined;
      const problem = (await approvalProblem(approval)) ?? missing;
      if (problem !== undefined) throw new ApiError(400, "bad-approval", problem);
      if (state === "approved" && mode(identity) === "block") {
        throw new ApiError(403, "approvals-closed", "New templates of this server are blocked.");
      }
      await stored.change((present) => [
        ...present.filter((other) => other.identity !== identity || other.uri !== approval.uri),
        approval,
      ]);
    },
  };
}

type Version = Pick<Approval, "identity" | "uri" | "digest">;

function isSameVersion(a: Version, b: Version): boolean {
  return a.identity === b.identity && a.uri === b.uri && a.digest === b.digest;
}
