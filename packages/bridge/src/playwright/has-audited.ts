import { actionLines } from "./action-lines.ts";
import type { Expectation } from "./matcher.ts";
import { list, situationOf } from "./situation.ts";
import type { HostedView, Vitrine } from "./vitrine.ts";

/**
 * The record has exactly these actions, in this order: of one View, with the call that it was opened for,
 * or of everything that the host did. A line is `view add_item: allow by person, ok`.
 */
export function hasAudited(
  received: HostedView | Vitrine,
  lines: readonly string[],
): Expectation<readonly string[]> {
  const host = "host" in received ? received.host : undefined;
  const read = "host" in received ? received.host.record : received.record;
  return {
    read: async () => actionLines(await read()),
    holds: (actual) => actual.length === lines.length && actual.every((line, index) => line === lines[index]),
    expected: (not) => `The record should ${not}have these actions:\n${list(lines)}`,
    async actual(actual) {
      const has = actual.length === 0 ? "It has none." : `It has:\n${list(actual)}`;
      return host === undefined ? has : `${has}\n${await situationOf(host)}`;
    },
  };
}
