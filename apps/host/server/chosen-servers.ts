import { nearestName } from "./nearest-name.ts";
import type { ServerEntry } from "./server-entry.ts";
import { StartupError } from "./startup-error.ts";

/**
 * The servers of a config file that `names` name, in the file's order; all of them where none is named.
 * Throws a {@link StartupError} with exit code 2 for a name that is not there.
 */
export function chosenServers(
  servers: readonly ServerEntry[],
  names: readonly string[],
): readonly ServerEntry[] {
  const known = servers.map(({ name }) => name);
  const missing = names.find((name) => !known.includes(name));
  if (missing !== undefined) {
    const nearest = nearestName(missing, known);
    const mend = nearest === undefined ? `it has ${known.join(", ") || "none"}` : `did you mean ${nearest}?`;
    throw new StartupError(2, `The config file has no server "${missing}": ${mend}`);
  }
  return names.length === 0 ? servers : servers.filter(({ name }) => names.includes(name));
}
