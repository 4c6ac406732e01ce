import { actionClauses } from "./clauses/actions.ts";
import type { ClauseEntry } from "./clauses/clause-entry.ts";
import { contextClauses } from "./clauses/context.ts";
import { conversationClauses } from "./clauses/conversation.ts";
import { resourceClauses } from "./clauses/resources.ts";
import { sandboxClauses } from "./clauses/sandbox.ts";
import { securityClauses } from "./clauses/security.ts";
import { toolDataClauses } from "./clauses/tool-data.ts";

/** The specification that the clauses are of. */
export const SPECIFICATION =
  "https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx";

/** Every clause of the MCP Apps specification 2026-01-26 that a host is held to. */
export const clauses = [
  ...resourceClauses,
  ...contextClauses,
  ...toolDataClauses,
  ...conversationClauses,
  ...sandboxClauses,
  ...actionClauses,
  ...securityClauses,
] as const satisfies readonly ClauseEntry[];

export type ClauseId = (typeof clauses)[number]["id"];
