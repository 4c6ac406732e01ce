import { reasonOf, VitrineError } from "./errors.ts";
import { isRecord, RpcError } from "./json-rpc.ts";
import { STREAM_ENDED } from "./message-tap.ts";

/** What was going on when it failed. */
export interface FailureContext {
  /** The server's name, as people know it. */
  readonly name: string;
  readonly url?: URL;
  readonly during: "connect" | "request";
  readonly signal?: AbortSignal | undefined;
  /** The server had given us a session; a 404 then means that it forgot it. */
  readonly session?: boolean;
}

/**
 * Says in one sentence what failed between us and a server, and how to mend it. An error that the server answered
 * with stays what it is: an `RpcError` with its code, message and data.
 *
 * Errors are told apart by their fields, never by class: more than one copy of the SDK may be at work.
 */
export function connectionFailure(error: unknown, context: FailureContext): VitrineError | RpcError {
  if (error instanceof VitrineError) return error;
  const fail = (code: VitrineError["code"], message: string): VitrineError =>
    new VitrineError(code, message, { cause: error });
  const who = `The server "${context.name}"`;
  const where = context.url ? ` at ${context.url.origin}${context.url.pathname}` : "";
  if (context.signal?.aborted) return fail("cancelled", `Cancelled: ${reasonOf(context.signal.reason)}`);

  const { code, data } = fieldsOf(error);
  if (typeof code === "number") {
    if (data === STREAM_ENDED)
      return fail("server-gone", `${who} ended the answer before it was complete; try again.`);
    if (context.during === "request") return new RpcError(code, reasonOf(error), data);
    return fail("connection-failed", `${who} refused the connection: ${reasonOf(error)} (${code}).`);
  }
  const status = statusOf(error);
  if (status !== undefined) return fail(...httpFailure(error, status, { ...context, who, where }));

  // Negotiation of the protocol's era wraps whatever ended it.
  const { cause } = fieldsOf(error);
  if (code === "ERA_NEGOTIATION_FAILED" && cause instanceof Error) return connectionFailure(cause, context);
  const lost = context.during === "connect" ? "connection-failed" : "server-gone";
  switch (code) {
    case "REQUEST_TIMEOUT":
      return fail(
        "timeout",
        `${who} did not answer in time; check that it is not overloaded, and try again.`,
      );
    case "CONNECTION_CLOSED":
    case "NOT_CONNECTED":
      return fail(lost, `${who} closed the connection; connect again once it runs.`);
    case "CLIENT_HTTP_UNEXPECTED_CONTENT":
      return fail(
        "connection-failed",
        `${who}${where} ${answeredWith(data)}; check the path, it is often /mcp.`,
      );
    case "INVALID_RESULT":
    case "UNSUPPORTED_RESULT_TYPE":
      return fail("connection-failed", `${who} answered with something that does not follow the MCP schema.`);
    default:
      break;
  }
  const unreachable = networkError(error);
  if (unreachable !== undefined) return fail(lost, `${who} could not be reached${where}: ${unreachable}`);
  if (isNotMcp(error))
    return fail("connection-failed", `${who}${where} answered, but not in MCP; check the address.`);
  return fail(lost, `${who} failed: ${reasonOf(error)}`);
}

interface Failed extends FailureContext {
  readonly who: string;
  readonly where: string;
}

function httpFailure(
  error: unknown,
  status: number,
  context: Failed,
): [code: VitrineError["code"], message: string] {
  const { who, where, during, session } = context;
  const redirect = /Redirect .*/.exec(reasonOf(error))?.[0];
  if (redirect !== undefined) {
    return ["connection-failed", `${who}${where} redirects elsewhere: ${redirect}.`];
  }
  if (status === 401) {
    return [
      "connection-failed",
      `${who} wants a sign-in (401); give an Authorization header that it accepts.`,
    ];
  }
  if (status === 403) {
    return [
      "connection-failed",
      `${who} denies access (403); check the credentials, and that it allows this origin.`,
    ];
  }
  if (status === 404 && session === true) {
    return ["server-gone", `${who} has forgotten this session, as after a restart; connect again.`];
  }
  if (isWebPage(textOf(error))) {
    return [
      "connection-failed",
      `${who}${where} answered with a web page, not MCP (${status}); check the path, it is often /mcp.`,
    ];
  }
  if (status === 404 || status === 405) {
    return [
      "connection-failed",
      `There is no MCP endpoint${where} (${status}); check the path, it is often /mcp.`,
    ];
  }
  const code = during === "request" && status >= 500 ? "server-gone" : "connection-failed";
  return [code, `${who}${where} answered with HTTP ${status}; look into its log.`];
}

function answeredWith(data: unknown): string {
  const contentType = isRecord(data) ? data["contentType"] : undefined;
  if (typeof contentType !== "string") return "answered without a content type, not in MCP";
  return contentType.includes("html")
    ? "answered with a web page, not MCP"
    : `answered with ${contentType}, not MCP`;
}

function isWebPage(text: string): boolean {
  return /^\s*(?:<!doctype html|<html)/i.test(text);
}

/** The transport parses JSON and then JSON-RPC; either refusal means that something else speaks there. */
function isNotMcp(error: unknown): boolean {
  return error instanceof SyntaxError || fieldsOf(error)["name"] === "ZodError";
}

/** Why nobody could be reached, from the chain of causes; undefined when that was not the problem. */
function networkError(error: unknown): string | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = fieldsOf(cause);
    if (typeof code === "string" && /^E[A-Z]+$/.test(code))
      return `${code}; check the address, and that it runs.`;
    if (cause instanceof TypeError && cause.cause === undefined) {
      // A browser does not say which of the three it was.
      return (
        "it does not run, its CORS headers do not allow this page, or this page's Content-Security-Policy does not " +
        "name it in connect-src."
      );
    }
  }
  return undefined;
}

function statusOf(error: unknown): number | undefined {
  const { status, data } = fieldsOf(error);
  const found = status ?? (isRecord(data) ? data["status"] : undefined);
  return typeof found === "number" ? found : undefined;
}

function textOf(error: unknown): string {
  const { data } = fieldsOf(error);
  const text = isRecord(data) ? data["text"] : undefined;
  return typeof text === "string" ? text : "";
}

function fieldsOf(error: unknown): { readonly [field: string]: unknown } {
  // A getter such as `status` is no own field, so no spreading here.
  return typeof error === "object" && error !== null ? (error as { readonly [field: string]: unknown }) : {};
}
