import type { Approval, AuditEvent, OriginLists, PolicyRule, ViewLimits } from "@vitrine/bridge";
import type { ServerDescription } from "../servers/server-description.ts";

/** What the page needs to begin. */
export interface Bootstrap {
  readonly version: string;
  readonly sandbox: { readonly proxy: string };
  readonly servers: readonly ServerDescription[];
  readonly origins: OriginLists;
  readonly policy: readonly PolicyRule[];
  readonly viewLimits: Partial<ViewLimits>;
}

/** Which entries of the record are meant. What is not named does not narrow. */
export interface RecordQuery {
  /** RFC 3339, inclusive. */
  readonly since?: string;
  /** RFC 3339, inclusive. */
  readonly until?: string;
  readonly server?: string;
  /** A tool's name; `*` stands for any characters. */
  readonly tool?: string;
}

/** A refusal of the relay: `message` is its sentence, `code` is for programs. */
export class RelayError extends Error {
  override readonly name = "RelayError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The relay's own endpoints. Each throws {@link RelayError} when it refuses. */
export interface RelayApi {
  bootstrap(): Promise<Bootstrap>;
  /** `confirmed` says that the person has seen that the address is on their own machine or network. */
  addServer(server: {
    readonly name?: string;
    readonly url: string;
    readonly confirmed?: boolean;
  }): Promise<void>;
  removeServer(name: string): Promise<void>;
  approvals(): Promise<readonly Approval[]>;
  approve(approval: Approval): Promise<void>;
  /** A ticket for the sandbox: the relay's word that this version of a template is approved. */
  ticket(
    template: { readonly identity: string; readonly uri: string; readonly digest: string },
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
  /** Resolves when all of the events are durable in the record; otherwise none is. */
  record(events: readonly AuditEvent[]): Promise<void>;
  /** The record as newline-delimited JSON; entries that are not meant stand in it as their digests. */
  readRecord(query: RecordQuery): Promise<Response>;
}

/** Creates the client of the relay's endpoints. `expired` is called when the token is no longer good. */
export function createRelayApi(options: {
  readonly token: string;
  /** Names this page, as its stream does: the relay ends the actions of pages that are gone. */
  readonly page: string;
  readonly fetch?: typeof fetch;
  readonly expired: () => void;
}): RelayApi {
  const send = options.fetch ?? fetch.bind(globalThis);

  async function request(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await send(path, {
      method,
      headers: {
        Authorization: `Bearer ${options.token}`,
        "Vitrine-Page": options.page,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch(() => {
      signal?.throwIfAborted();
      throw new RelayError(0, "unreachable", "Vitrine's server does not answer: is it still running?");
    });
    if (response.status === 401) options.expired();
    if (!response.ok) throw await refusal(response);
    return response;
  }

  return {
    bootstrap: async () => (await (await request("GET", "/api/bootstrap")).json()) as Bootstrap,
    async addServer(server) {
      await request("POST", "/api/servers", server);
    },
    async removeServer(name) {
      await request("DELETE", `/api/servers/${encodeURIComponent(name)}`);
    },
    approvals: async () => (await (await request("GET", "/api/approvals")).json()) as Approval[],
    async approve(approval) {
      await request("PUT", "/api/approvals", approval);
    },
    async ticket(template, { signal }) {
      const response = await request("POST", "/api/tickets", template, signal);
      return ((await response.json()) as { readonly ticket: string }).ticket;
    },
    async record(events) {
      await request("POST", "/api/audit", { events });
    },
    readRecord(query) {
      const search = new URLSearchParams({ ...query });
      return request("GET", `/api/audit.ndjson${search.size === 0 ? "" : `?${search}`}`);
    },
  };
}

async function refusal(response: Response): Promise<RelayError> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  return new RelayError(
    response.status,
    body.error?.code ?? "relay-error",
    body.error?.message ?? `Vitrine's server answered ${response.status}.`,
  );
}
