import type { ContentfulStatusCode } from "hono/utils/http-status";

/** A refusal or failure that is answered as `{ error: { code, message } }`. `message` is a sentence. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: ContentfulStatusCode;
  readonly code: string;

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
