import { StartupError } from "../startup-error.ts";

/** Throws a {@link StartupError} with exit code 2 when there are more than `most` arguments that belong to no option. */
export function refuseSurplus(positionals: readonly string[], most: number): void {
  const surplus = positionals[most];
  if (surplus !== undefined) throw new StartupError(2, `Unexpected argument "${surplus}": see --help.`);
}
