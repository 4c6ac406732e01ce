/** What a subcommand of `vitrine` works with. Tests give their own. */
export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the caller stands: relative paths start here. */
  readonly directory: string;
  /** Writes to standard output: what was asked for. Lines end with a line feed. */
  readonly out: (text: string) => void;
  /** Writes to standard error: what a person is told meanwhile. */
  readonly err: (text: string) => void;
  /** Aborts at SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/**
 * A subcommand: takes the arguments after its name, resolves with the exit code.
 * Throws a `StartupError` for arguments and files that it cannot work with.
 */
export type Subcommand = (args: readonly string[], surroundings: CommandSurroundings) => Promise<number>;

/** A subcommand as `--help` lists it. */
export interface ListedSubcommand {
  /** What it does, in a few words. */
  readonly summary: string;
  /** Loads it: no start of the web app waits for what only a subcommand needs. */
  readonly load: () => Promise<Subcommand>;
}
