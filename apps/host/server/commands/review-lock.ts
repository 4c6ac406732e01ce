import { writeFile } from "node:fs/promises";
import type { TemplateEntry, TemplateFacts } from "@vitrine/bridge";
import type { CommandSurroundings } from "../command.ts";
import { lockChanges, type LockChange, lockChangeWords } from "../lock-changes.ts";
import type { ReadServer } from "../read-templates.ts";
import { StartupError } from "../startup-error.ts";
import { formatTemplateLock, type LockedTemplate, readTemplateLock } from "../template-lock.ts";
import { terminalText } from "../terminal-text.ts";

/** A lock file, and what was read to be held against it. */
export interface LockReview {
  readonly file: string;
  readonly read: readonly ReadServer[];
  /** Names of the servers that were asked; undefined when all of the config file were. */
  readonly asked: readonly string[] | undefined;
}

/** How what was read differs from a lock file. Throws a {@link StartupError} when there is none. */
export async function compareWithLock({ file, read, asked }: LockReview): Promise<readonly LockChange[]> {
  const locked = await readTemplateLock(file);
  if (locked === undefined) {
    throw new StartupError(1, `${file} does not exist: make it by vitrine review --update.`);
  }
  return lockChanges(
    locked.filter(({ server }) => isAsked(server, asked)),
    lockable(read),
  );
}

/**
 * Writes what was read to a lock file, and resolves with how it differs from what was there. Grants are kept for
 * versions that have not changed, and told of where a new one wants some.
 */
export async function updateLock(
  { file, read, asked }: LockReview,
  { err }: Pick<CommandSurroundings, "err">,
): Promise<readonly LockChange[]> {
  const old =
    (await readTemplateLock(file).catch((error: unknown) => {
      if (!(error instanceof StartupError)) throw error;
      err(`${terminalText(error.message)} It is written anew.\n`);
      return undefined;
    })) ?? [];
  const others = old.filter(({ server }) => !isAsked(server, asked));
  const locked = lockable(read).map((template) => ({
    ...old.find(({ server, uri, digest }) => isSame(template, { server, uri, digest })),
    ...template,
  }));
  await writeFile(file, formatTemplateLock([...others, ...locked]));
  for (const [server, entry] of entriesOf(read)) {
    for (const line of missingGrants(server, entry, locked)) err(`${terminalText(line)}\n`);
  }
  return lockChanges(
    old.filter(({ server }) => isAsked(server, asked)),
    locked,
  );
}

/** The same in words. */
export function changesInWords(changes: readonly LockChange[]): string {
  return changes
    .flatMap((change) => lockChangeWords(change))
    .map((line) => `${terminalText(line)}\n`)
    .join("");
}

function isAsked(server: string, asked: LockReview["asked"]): boolean {
  return asked === undefined || asked.includes(server);
}

type Version = Pick<LockedTemplate, "server" | "uri" | "digest">;

function isSame(one: Version, other: Version): boolean {
  return one.server === other.server && one.uri === other.uri && one.digest === other.digest;
}

function lockable(read: readonly ReadServer[]): readonly LockedTemplate[] {
  return entriesOf(read).flatMap(([server, { uri, template }]) =>
    template ? [{ server, uri, digest: template.digest, facts: factsOf(template) }] : [],
  );
}

function entriesOf(read: readonly ReadServer[]): readonly (readonly [string, TemplateEntry])[] {
  return read.flatMap((one) =>
    "failure" in one ? [] : one.templates.map((entry) => [one.server, entry] as const),
  );
}

function factsOf({ htmlDigest, csp, permissions, domain }: TemplateFacts): TemplateFacts {
  return {
    htmlDigest,
    ...(csp && { csp }),
    ...(permissions && { permissions }),
    ...(domain !== undefined && { domain }),
  };
}

/** What a version wants and is not granted: a person has to write that into the file. */
function missingGrants(server: string, entry: TemplateEntry, locked: readonly LockedTemplate[]): string[] {
  if (entry.template === undefined) return [];
  const { uri, template, wants } = entry;
  const granted = locked.find((one) => isSame(one, { server, uri, digest: template.digest }));
  const local = wants.localDomains.filter((domain) => granted?.localDomains?.includes(domain) !== true);
  const what = `${uri} of ${server}`;
  return [
    ...(wants.unsafeEval && granted?.unsafeEval !== true
      ? [`${what} runs text as code; to let it, write "unsafeEval": true into its entry.`]
      : []),
    ...(local.length > 0
      ? [`${what} runs only with a grant: write "localDomains": ${JSON.stringify(local)} into its entry.`]
      : []),
  ];
}
