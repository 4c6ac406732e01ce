import type { ListedSubcommand } from "../command.ts";

/** Every subcommand by its name; anything else starts the web app. */
export const subcommands: ReadonlyMap<string, ListedSubcommand> = new Map([
  [
    "audit",
    {
      summary: "verify, export or follow the record",
      load: async () => (await import("./audit.ts")).audit,
    },
  ],
  [
    "check",
    {
      summary: "open every app of a server, and report what is wrong with it",
      load: async () => (await import("./check.ts")).check,
    },
  ],
  [
    "policy",
    {
      summary: "say what would happen with an action, and by which rule",
      load: async () => (await import("./policy.ts")).policy,
    },
  ],
  [
    "review",
    {
      summary: "review templates, and hold them against the lock file",
      load: async () => (await import("./review.ts")).review,
    },
  ],
]);
