import { join } from "node:path";
import { templateDigest, type Approval } from "@vitrine/bridge";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { createStoredFile } from "./stored-file.ts";
import { digestSchema, factsSchema } from "./template-facts.ts";

/** An approval as a page sends it. */
export const approvalSchema = z.strictObject({
  state: z.enum(["approved", "blocked"]),
  identity: z.string().min(1).max(8192),
  uri: z.string().min(1).max(8192),
  digest: digestSchema,
  facts: factsSchema,
  by: z.enum(["person", "policy"]),
  at: z.iso.datetime(),
});

/** Verdicts on templates, kept in the data directory. The latest one for (identity, uri) counts. */
export interface Approvals {
  list(): Promise<readonly Approval[]>;
  get(identity: string, uri: string): Promise<Approval | undefined>;
  /** Resolves when the verdict is on disk. Throws an {@link ApiError} when its digest is not that of its facts. */
  set(approval: Approval): Promise<void>;
}

export function createApprovals(directory: string): Approvals {
  const stored = createStoredFile<readonly Approval[]>({
    file: join(directory, "approvals.json"),
    schema: z.array(approvalSchema) as unknown as z.ZodType<readonly Approval[]>,
    initial: [],
  });
  return {
    list: () => stored.read(),
    async get(identity, uri) {
      return (await stored.read()).find((approval) => approval.identity === identity && approval.uri === uri);
    },
    async set(approval) {
      if ((await templateDigest(approval.facts)) !== approval.digest) {
        throw new ApiError(
          400,
          "digest-mismatch",
          "The digest of the approval is not the digest of its facts.",
        );
      }
      await stored.change((present) => [
        ...present.filter(({ identity, uri }) => identity !== approval.identity || uri !== approval.uri),
        approval,
      ]);
    },
  };
}
