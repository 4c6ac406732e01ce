import type { Subcommand } from "../command.ts";

/** Every subcommand by its name; anything else starts the web app. */
export const subcommands: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([]);
