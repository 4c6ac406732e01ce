import type { ApiErrorCode } from "./api-error.ts";
import type { AuditEntry } from "@vitrine/bridge";
import type { ServerDescription } from "./server-entry.ts";

/** What an HTTP upstream answers, piece by piece. */
export type AnswerPart =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly data: string }
  | { readonly end: true }
  | { readonly error: { readonly code: ApiErrorCode; readonly message: string } };

/** One line of a page's stream. The empty one is the heartbeat. */
export type RelayFrame =
  | ({ readonly id: string } & AnswerPart)
  | { readonly server: string; readonly message: unknown }
  | { readonly server: string; readonly closed: string }
  | { readonly servers: readonly ServerDescription[] }
  | { readonly audit: readonly AuditEntry[] }
  | Readonly<Record<string, never>>;
