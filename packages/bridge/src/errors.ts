/**
 * Why something could not be done. Setup and programmer errors throw a `VitrineError`; a View's failures
 * become JSON-RPC errors; a tool's own failure stays an `isError` result.
 */
export type VitrineErrorCode =
  /** The sandbox origin is the host's own or shares its site, so a View could reach the host. */
  | "sandbox-not-isolated"
  /** The sandbox origin did not answer, or refused the template. */
  | "sandbox-unreachable"
  /** The server could not be reached, or did not speak MCP. */
  | "connection-failed"
  /** The server went away in the middle of something. */
  | "server-gone"
  /** The template is missing, malformed, too large or of another type. */
  | "template-invalid"
  /** The template waits for an approval, was changed since its approval, or is blocked. */
  | "template-not-approved"
  /** The server has no such tool, or no such resource. */
  | "not-found"
  /** The gate refused: by the spec, by policy or by the person. */
  | "refused"
  /** The caller gave up. */
  | "cancelled"
  /** No answer in time. */
  | "timeout"
  /** The audit log could not be written, so nothing was done. */
  | "audit-unavailable"
  /** A value given by the caller is not of the documented form. */
  | "invalid-argument"
  /** The object was closed before. */
  | "closed";

/** The one error class of this library. `message` is a sentence for a person; `code` is for programs. */
export class VitrineError extends Error {
  override readonly name = "VitrineError";
  readonly code: VitrineErrorCode;

  constructor(code: VitrineErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** One sentence about anything that was thrown, for a person to read. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === "string" ? error : "An unknown error was thrown.";
}
