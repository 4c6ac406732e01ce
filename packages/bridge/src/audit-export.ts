import { chainCheckpoint, omissionDigest, omittedLine, segmentDigest } from "./audit-checkpoint.ts";
import type { OmittedEntries } from "./audit-checkpoint.ts";
import { headAfter, type AuditFrame } from "./audit-entry.ts";
import type { AuditFields } from "./audit-payload.ts";
import type { AuditSeal } from "./audit-seal.ts";

/** A stored line, and whether it is given out in full. A checkpoint always is: the others verify by it. */
export interface ExportableLine {
  readonly line: string;
  readonly selected: boolean;
}

/** Options of {@link sealedExport}. */
export interface SealedExportOptions {
  readonly seal: AuditSeal;
  /** What was asked for; written into the checkpoints at the end. */
  readonly filter?: AuditFields;
  /** The clock of the checkpoints. Default: the system's. */
  readonly now?: () => Date;
}

/**
 * The lines of an export, each with its line feed, as {@link verifyAuditLog} takes them: chain by chain, what is not
 * selected as an `omitted` line that keeps place and digest, and an `export` checkpoint at the end of each chain, which
 * is signed for this export and is no part of the chain. A line that is no entry goes out as it is, for verification
 * to name it; its chain gets no checkpoint then.
 */
export async function* sealedExport(
  lines: AsyncIterable<ExportableLine>,
  { seal, filter, now = () => new Date() }: SealedExportOptions,
): AsyncGenerator<string> {
  let chain: ChainExport | undefined;

  async function* checkpoint(): AsyncGenerator<string> {
    if (chain === undefined || chain.last === undefined) return;
    const facts = {
      reason: "export",
      key: seal.key,
      segment: await segmentDigest(chain.segment),
      ...(chain.removed > 0 && { removed: chain.removed }),
      ...(chain.omitted && { omitted: chain.omitted }),
      ...(filter && { filter }),
    } as const;
    const { line } = await chainCheckpoint(headAfter(chain.last), now().toISOString(), facts, seal.sign);
    yield `${line}\n`;
  }

  for await (const { line, selected } of lines) {
    const entry = entryOf(line);
    if (entry === undefined) {
      if (chain !== undefined) chain.last = undefined;
      yield `${line}\n`;
      continue;
    }
    if (entry.chain !== chain?.id) {
      yield* checkpoint();
      chain = { id: entry.chain, last: entry, removed: entry.seq, segment: [], omitted: undefined };
    }
    // Once unreadable, a chain stays without a checkpoint.
    if (chain.last !== undefined) chain.last = entry;
    if (entry.kind === "checkpoint") chain.segment = [];
    else chain.segment.push(entry.digest);
    if (selected || entry.kind === "checkpoint") {
      yield `${line}\n`;
    } else {
      chain.omitted = {
        count: (chain.omitted?.count ?? 0) + 1,
        digest: await omissionDigest(chain.omitted?.digest, entry.digest),
      };
      yield `${omittedLine(entry)}\n`;
    }
  }
  yield* checkpoint();
}

interface ChainExport {
  readonly id: string;
  last: Pick<AuditFrame, "chain" | "seq" | "digest"> | undefined;
  /** What stood before its first entry: so that nobody lets it begin later, at another retention mark. */
  readonly removed: number;
  segment: string[];
  omitted: OmittedEntries | undefined;
}

function entryOf(
  line: string,
): (Pick<AuditFrame, "chain" | "seq" | "digest"> & { readonly kind: unknown }) | undefined {
  try {
    const { chain, seq, digest, kind } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof chain !== "string" || typeof seq !== "number" || typeof digest !== "string") return undefined;
    return { chain, seq, digest, kind };
  } catch {
    return undefined;
  }
}
