import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Every code that the relay refuses or fails with; docs/troubleshooting.md says of each why, and how to mend it. */
export type ApiErrorCode =
  | "address-refused"
  | "approvals-closed"
  | "audit-unavailable"
  | "bad-answer"
  | "bad-approval"
  | "bad-body"
  | "bad-json"
  | "bad-message"
  | "bad-method"
  | "bad-page"
  | "bad-request-id"
  | "bad-token"
  | "bad-url"
  | "broken"
  | "cancelled"
  | "configured"
  | "cross-site"
  | "exists"
  | "header-mismatch"
  | "internal"
  | "name-taken"
  | "needs-confirmation"
  | "no-stream"
  | "not-approved"
  | "not-found"
  | "not-reading"
  | "not-recorded"
  | "out-of-order"
  | "own-address"
  | "redirected"
  | "spawn-failed"
  | "timeout"
  | "too-large"
  | "too-many-pages"
  | "too-many-processes"
  | "too-many-requests"
  | "too-many-servers"
  | "unknown-host"
  | "unknown-server"
  | "unreachable"
  | "wrong-host"
  | "wrong-origin";

/** A refusal or failure that is answered as `{ error: { code, message } }`. `message` is a sentence. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: ContentfulStatusCode;
  readonly code: ApiErrorCode;

  constructor(status: ContentfulStatusCode, code: ApiErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
