import type { AuditLine } from "@vitrine/bridge";
import type { RecordDatabase } from "./record-database.ts";
import { readRecord } from "./sql-audit-store.ts";

/** Follows the record from its end. */
export interface RecordTail {
  /** The last `count` entries; {@link next} goes on behind them. */
  last(count: number): Promise<readonly AuditLine[]>;
  /** What was written since. */
  next(): Promise<readonly AuditLine[]>;
}

export function createRecordTail(database: RecordDatabase): RecordTail {
  /** The last entry that was read, of each chain. */
  const read = new Map<string, number>();

  async function lastOf(chain: string, count: number): Promise<readonly AuditLine[]> {
    const rows = await database
      .selectFrom("entries")
      .select(["chain", "seq", "line"])
      .where("chain", "=", chain)
      .orderBy("seq", "desc")
      .limit(count)
      .execute();
    return rows.toReversed();
  }

  async function chains(): Promise<readonly string[]> {
    const rows = await database.selectFrom("entries").select("chain").distinct().orderBy("chain").execute();
    return rows.map(({ chain }) => chain);
  }

  async function next(): Promise<readonly AuditLine[]> {
    const lines: AuditLine[] = [];
    for (const chain of await chains()) {
      for (;;) {
        const page = await readRecord(database, { chain, seq: read.get(chain) ?? -1 });
        const own = page.filter((line) => line.chain === chain);
        const end = own.at(-1);
        if (end === undefined) break;
        read.set(chain, end.seq);
        lines.push(...own);
      }
    }
    return lines;
  }

  return {
    async last(count) {
      const lines: AuditLine[] = [];
      for (const chain of await chains()) {
        const [end] = await lastOf(chain, 1);
        if (end === undefined) continue;
        read.set(chain, end.seq);
        lines.push(...(await lastOf(chain, count)).filter(({ seq }) => seq <= end.seq));
      }
      // Chains follow one another; only the newest of all are wanted.
      return count === 0 ? [] : lines.toSorted((a, b) => compare(timeOf(a), timeOf(b))).slice(-count);
    },
    next,
  };
}

function timeOf({ line }: AuditLine): string {
  return /"at":"([^"]*)"/.exec(line)?.[1] ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
