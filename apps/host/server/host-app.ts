import type { Approval, PolicyRule } from "@vitrine/bridge";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { ApiError } from "./api-error.ts";
import { approvalSchema, type Approvals } from "./approvals.ts";
import type { Config } from "./config.ts";
import { createGuard } from "./guard.ts";
import { answerHeaders, pageHeaders } from "./page-headers.ts";
import type { Pages } from "./pages.ts";
import { postedEventsSchema } from "./record/posted-event.ts";
import { recordFilterSchema } from "./record/record-selection.ts";
import type { HostRecord } from "./record/record.ts";
import type { RecordedActions } from "./record/recorded-actions.ts";
import type { Relay } from "./relay.ts";
import { wantedServerSchema, type Servers } from "./servers.ts";
import type { Tickets } from "./tickets.ts";
import { createWebFiles } from "./web-files.ts";

export interface HostAppOptions {
  readonly version: string;
  /** The host origin. */
  readonly origin: string;
  /** The origin of the sandbox proxy. */
  readonly proxy: string;
  readonly token: string;
  readonly config: Pick<Config, "templates" | "origins" | "policy" | "limits" | "viewLimits">;
  /** Directory of the built web app. */
  readonly web: string;
  readonly servers: Servers;
  readonly approvals: Approvals;
  readonly tickets: Tickets;
  readonly pages: Pages;
  readonly relay: Relay;
  readonly record: HostRecord;
  readonly actions: RecordedActions;
  /** Hears of failures that are ours and not the caller's. */
  readonly onError: (error: Error) => void;
}

const API_BODY_BYTES = 1024 * 1024;

const ticketSchema = z.strictObject({ identity: z.string(), uri: z.string(), digest: z.string() });
const cancelSchema = z.strictObject({ id: z.string() });

/** Everything on the host origin: the page, its API, and the relay. */
export function createHostApp(options: HostAppOptions): Hono {
  const { config, servers, approvals, tickets, pages, relay, record, actions } = options;
  const headers = Object.entries(pageHeaders(options.proxy));
  const app = new Hono();

  app.onError((error, c) => {
    if (error instanceof ApiError) return refuse(c, error);
    // A caller that went away in the middle of its request hears nothing more.
    if (c.req.raw.signal.aborted) return c.body(null, 400);
    options.onError(error);
    return refuse(c, new ApiError(500, "internal", "Vitrine failed to do that; its terminal says why."));
  });
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(answerHeaders)) c.res.headers.set(name, value);
  });
  app.use(createGuard(options));
  // Before the rest of the API: the arguments of a call must fit in here as they do in the call.
  app.post("/api/audit", limitBody(config.limits.requestBytes + API_BODY_BYTES), async (c) => {
    const { events } = await parseBody(c, postedEventsSchema);
    await actions.post(pages.find(c.req.header("vitrine-page")), events);
    return c.body(null, 204);
  });
  app.use("/api/*", limitBody(API_BODY_BYTES), async (c, next) => {
    await next();
    c.res.headers.set("Cache-Control", "no-store");
  });

  app.get("/api/bootstrap", (c) =>
    c.json({
      version: options.version,
      sandbox: { proxy: `${options.proxy}/` },
      servers: servers.list(),
      templates: config.templates,
      origins: config.origins,
      policy: config.policy satisfies readonly PolicyRule[],
      limits: config.limits,
      viewLimits: config.viewLimits,
    }),
  );
  app.get("/api/stream", (c) => {
    const stream = pages.open(c.req.header("vitrine-page") ?? "");
    void stream.send({ servers: servers.list() });
    return c.body(stream.body as ReadableStream, 200, { "Content-Type": "application/x-ndjson" });
  });
  app.post("/api/cancel", async (c) => {
    relay.cancel((await parseBody(c, cancelSchema)).id);
    return c.body(null, 204);
  });
  app.post("/api/servers", async (c) =>
    c.json(await servers.add(await parseBody(c, wantedServerSchema)), 201),
  );
  app.delete("/api/servers/:name", async (c) => {
    await servers.remove(c.req.param("name"));
    return c.body(null, 204);
  });
  app.get("/api/approvals", async (c) => c.json(await approvals.list()));
  app.put("/api/approvals", async (c) => {
    // The schema leaves keys out rather than undefined, as JSON does.
    await approvals.set((await parseBody(c, approvalSchema)) as Approval);
    return c.body(null, 204);
  });
  app.post("/api/tickets", async (c) => {
    const ticket = await tickets.issue(await parseBody(c, ticketSchema));
    return c.json({ ticket });
  });
  app.get("/api/audit.ndjson", async (c) => {
    const lines = record.export(parsed(c.req.query(), recordFilterSchema, "The query"));
    return c.body(await streamOf(lines), 200, {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Content-Disposition": 'attachment; filename="vitrine-audit.ndjson"',
    });
  });
  app.all("/api/*", () => {
    throw new ApiError(404, "not-found", "There is nothing at this address.");
  });

  app.all("/mcp/:name", limitBody(config.limits.requestBytes), (c) =>
    relay.take(c.req.param("name"), c.req.raw),
  );
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of headers) c.res.headers.set(name, value);
  });
  app.route("/", createWebFiles({ directory: options.web, token: options.token }));
  app.notFound((c) => refuse(c, new ApiError(404, "not-found", "There is nothing at this address.")));
  return app;
}

function limitBody(maxSize: number): ReturnType<typeof bodyLimit> {
  return bodyLimit({
    maxSize,
    onError() {
      throw new ApiError(413, "too-large", `The body of the request is larger than ${maxSize} bytes.`);
    },
  });
}

/** The body of a request, checked. Throws an {@link ApiError} that says what is wrong where. */
async function parseBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => {
    throw new ApiError(400, "bad-json", "The body is no JSON.");
  });
  return parsed(body, schema, "The body");
}

function parsed<T>(value: unknown, schema: z.ZodType<T>, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new ApiError(
    400,
    "bad-body",
    `${what} is not as expected: ${issue.path.join(".") || "it"}: ${issue.message}.`,
  );
}

/** A body that is made as fast as it is read. What fails before the first line is thrown here, as a refusal. */
async function streamOf(lines: AsyncGenerator<string>): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next = await lines.next();
  return new ReadableStream({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(encoder.encode(next.value));
      next = await lines.next();
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

function refuse(c: Context, { status, code, message }: ApiError): Response {
  return c.json({ error: { code, message } }, status);
}
