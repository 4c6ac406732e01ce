import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { approvalProblem, type TemplateFacts } from "@vitrine/bridge";
import { z } from "zod";
import { parseConfigSource, pathText } from "./config-source.ts";
import { StartupError } from "./startup-error.ts";
import { digestSchema, factsSchema } from "./template-facts.ts";

/** A version of a template that a team approved by committing it. */
export interface LockedTemplate {
  /** The server's name in the config file: a stdio server's identity differs from machine to machine. */
  readonly server: string;
  readonly uri: string;
  /** Digest of the facts; checked when the file is read. */
  readonly digest: string;
  readonly facts: TemplateFacts;
  /** `'unsafe-eval'` is granted to this version. */
  readonly unsafeEval?: true;
  /** Declared domains on this machine or its network that are granted to this version. */
  readonly localDomains?: readonly string[];
}

const lockSchema = z.strictObject(
  {
    v: z.literal(1, "must be 1: this version knows no other format"),
    templates: z.array(
      z.strictObject({
        server: z.string().min(1).max(100),
        uri: z.string().min(1).max(8192),
        digest: digestSchema,
        facts: factsSchema,
        unsafeEval: z.literal(true).optional(),
        localDomains: z.array(z.string().max(255)).max(256).optional(),
      }),
    ),
  },
  "must be an object",
);

/** Where the lock of a config file is: beside it. */
export function lockFileOf(configFile: string): string {
  return join(dirname(configFile), "vitrine.lock.json");
}

/**
 * Reads a lock file; `undefined` when there is none.
 * Throws a {@link StartupError} with exit code 2 that names file, line and mend when it cannot be relied upon.
 */
export async function readTemplateLock(file: string): Promise<readonly LockedTemplate[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new StartupError(2, `${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
  return parseTemplateLock(file, text);
}

/** Parses the text of a lock file; `file` is named in errors. See {@link readTemplateLock}. */
export async function parseTemplateLock(file: string, text: string): Promise<readonly LockedTemplate[]> {
  const source = parseConfigSource(file, text);
  const parsed = lockSchema.safeParse(source.value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const place = path as (string | number)[];
    throw source.problem(place, `${pathText(place) || "the file"}: ${message}.`);
  }
  // Parsed from JSON, where no key can be present and undefined.
  const templates = parsed.data.templates as readonly LockedTemplate[];
  const seen = new Set<string>();
  for (const [index, locked] of templates.entries()) {
    const { server, uri } = locked;
    // Declarations that were edited by hand would otherwise be granted under a digest that never covered them.
    const approval = { ...locked, identity: server, state: "approved", by: "lock", at: "" } as const;
    const problem = await approvalProblem(approval);
    if (problem !== undefined) {
      const mend = "Run vitrine review --update and look at what changes.";
      throw source.problem(["templates", index], `${uri} of ${server}: ${problem} ${mend}`);
    }
    const key = JSON.stringify([server, uri]);
    if (seen.has(key)) {
      throw source.problem(["templates", index], `${uri} of ${server} is locked twice: remove one of them.`);
    }
    seen.add(key);
  }
  return templates;
}

/** The text of a lock file: the same templates give the same bytes, whatever order they come in. */
export function formatTemplateLock(templates: readonly LockedTemplate[]): string {
  const sorted = templates.toSorted((a, b) => compare(a.server, b.server) || compare(a.uri, b.uri));
  return `${JSON.stringify({ v: 1, templates: sorted.map(ordered) }, undefined, 2)}\n`;
}

function ordered({ server, uri, digest, facts, unsafeEval, localDomains }: LockedTemplate): LockedTemplate {
  const { htmlDigest, csp, permissions, domain } = facts;
  return {
    server,
    uri,
    digest,
    facts: {
      htmlDigest,
      ...(csp && { csp }),
      ...(permissions && { permissions }),
      ...(domain !== undefined && { domain }),
    },
    ...(unsafeEval && { unsafeEval }),
    ...(localDomains && localDomains.length > 0 && { localDomains: localDomains.toSorted() }),
  };
}

/** By code unit, so that the order is that of no language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
