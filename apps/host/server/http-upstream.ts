import type { IncomingHttpHeaders } from "node:http";
import { Agent, errors, type Dispatcher } from "undici";
import { ApiError, type ApiErrorCode } from "./api-error.ts";
import type { Limits } from "./limits.ts";
import { createMessageMeter } from "./message-meter.ts";
import type { AnswerPart } from "./relay-frame.ts";
import type { HttpServer } from "./server-entry.ts";
import { createUpstreamConnector, type Resolve } from "./upstream-address.ts";

/** A request as the page made it. The body goes on byte for byte. */
interface UpstreamRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** The way to one server over HTTP. */
export interface HttpUpstream {
  /**
   * Sends a request and gives the answer piece by piece, reading on only as fast as it is asked.
   * Failures are the last part: `{ error }`. It never throws.
   */
  exchange(request: UpstreamRequest): AsyncGenerator<AnswerPart>;
  close(): Promise<void>;
}

/** What passes to the server. The page's token, cookies and origin stay here. */
const REQUEST_HEADERS = /^(accept|content-type|last-event-id|mcp-.+)$/;
/** What passes to the page. `set-cookie` never does: cookies of one server would be sent to all. */
const RESPONSE_HEADERS = /^(content-type|mcp-.+|www-authenticate|retry-after)$/;

export function createHttpUpstream(server: HttpServer, limits: Limits, resolve?: Resolve): HttpUpstream {
  const agent = new Agent({
    connect: createUpstreamConnector(server.reach, limits.connectSeconds * 1000, resolve),
    headersTimeout: limits.answerSeconds * 1000,
    // Silence is measured below, because only there it is known whether the body is an event stream.
    bodyTimeout: 0,
  });

  async function* exchange(request: UpstreamRequest): AsyncGenerator<AnswerPart> {
    try {
      const response = await agent.request({
        origin: server.url.origin,
        path: server.url.pathname + server.url.search,
        method: request.method,
        headers: requestHeaders(request.headers, server.headers),
        body: request.body ?? null,
        signal: request.signal,
      });
      // The body is read or destroyed on every way out: an unread one would hold its connection.
      try {
        refuseHead(server, response);
        yield { status: response.statusCode, headers: responseHeaders(response.headers) };
        yield* dataOf(server, response, limits);
      } finally {
        response.body.on("error", () => {}).destroy();
      }
      yield { end: true };
    } catch (error) {
      yield { error: request.signal.aborted ? CANCELLED : describeFailure(server, limits, error) };
    }
  }

  return { exchange, close: () => agent.destroy() };
}

const CANCELLED = { code: "cancelled", message: "The request was cancelled." } as const;

async function* dataOf(
  server: HttpServer,
  response: Dispatcher.ResponseData,
  limits: Limits,
): AsyncGenerator<AnswerPart> {
  const eventStream = /^\s*text\/event-stream\s*(;|$)/i.test(String(response.headers["content-type"] ?? ""));
  const measure = createMessageMeter(eventStream);
  // A leading byte order mark is the reader's business; the body is passed on as it is.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const chunk of withoutLongSilence(
    response.body,
    eventStream ? undefined : limits.idleSeconds,
    server,
  )) {
    const data = decoder.decode(chunk, { stream: true });
    if (measure(data) > limits.messageBytes) {
      throw new ApiError(
        502,
        "too-large",
        `${server.name} sent a message of more than ${limits.messageBytes} bytes.`,
      );
    }
    if (data !== "") yield { data };
  }
  const rest = decoder.decode();
  if (rest !== "") yield { data: rest };
}

/** Passes chunks on; the clock runs only while the upstream is waited for, not while the page is. */
async function* withoutLongSilence(
  body: Dispatcher.ResponseData["body"],
  seconds: number | undefined,
  server: HttpServer,
): AsyncGenerator<Uint8Array> {
  const silence = new ApiError(
    504,
    "timeout",
    `${server.name} paused in the middle of its answer for ${seconds} s.`,
  );
  const chunks = (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  for (;;) {
    const timer = seconds === undefined ? undefined : setTimeout(() => body.destroy(silence), seconds * 1000);
    const next = await chunks.next().finally(() => clearTimeout(timer));
    if (next.done) return;
    yield next.value;
  }
}

function requestHeaders(page: Headers, configured: HttpServer["headers"]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of page) if (REQUEST_HEADERS.test(name)) headers[name] = value;
  // The config has the last word, so a page cannot take a server's credentials off its requests.
  for (const [name, value] of Object.entries(configured)) headers[name.toLowerCase()] = value;
  return headers;
}

function responseHeaders(upstream: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(upstream)) {
    if (value !== undefined && RESPONSE_HEADERS.test(name)) headers[name] = String(value);
  }
  return headers;
}

/** A redirect would carry configured credentials to an address that nobody reviewed; other heads no page can read. */
function refuseHead(server: HttpServer, response: Dispatcher.ResponseData): void {
  const { statusCode, headers } = response;
  if (headers["content-encoding"] !== undefined && headers["content-encoding"] !== "identity") {
    throw new ApiError(502, "bad-answer", `${server.name} compressed its answer though it was not asked to.`);
  }
  if (statusCode < 200 || statusCode > 599) {
    throw new ApiError(
      502,
      "bad-answer",
      `${server.name} answered with the status ${statusCode}, which is none.`,
    );
  }
  if (statusCode < 300 || statusCode > 399) return;
  const target = String(headers.location ?? "");
  const where = URL.canParse(target, server.url) ? ` to ${new URL(target, server.url).origin}` : "";
  throw new ApiError(502, "redirected", `${server.name} redirects${where}: give the server's final URL.`);
}

function describeFailure(
  server: HttpServer,
  limits: Limits,
  error: unknown,
): { code: ApiErrorCode; message: string } {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  const at = `${server.name} at ${server.address}`;
  if (error instanceof errors.ConnectTimeoutError) {
    return { code: "timeout", message: `${at} could not be connected to within ${limits.connectSeconds} s.` };
  }
  if (error instanceof errors.HeadersTimeoutError) {
    return { code: "timeout", message: `${at} did not begin to answer within ${limits.answerSeconds} s.` };
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ECONNREFUSED")
    return { code: "unreachable", message: `${at} is not running: nothing listens there.` };
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET") {
    return { code: "broken", message: `${at} closed the connection in the middle of its answer.` };
  }
  return { code: "unreachable", message: `${at} could not be reached: ${(error as Error).message}.` };
}
