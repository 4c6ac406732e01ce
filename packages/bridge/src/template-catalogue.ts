import { reasonOf, VitrineError } from "./errors.ts";
import type { Grants } from "./grants.ts";
import { createSource, type Observable } from "./observable.ts";
import { createPinnedTemplate, type PinnedTemplate, type PinnedTemplateOptions } from "./pinned-template.ts";
import type { ServerTool } from "./server-tool.ts";
import type { ApprovedTemplate, TemplateEntry } from "./template-entry.ts";
import { createTemplateSource, type TemplateSourceOptions } from "./template-source.ts";

const PARALLEL_READS = 4;

/** A server, whom its templates belong to, who judges them and where that is written down. */
export type TemplateCatalogueOptions = Pick<
  PinnedTemplateOptions,
  "server" | "approvals" | "mode" | "review" | "origins" | "record"
> &
  Pick<TemplateSourceOptions, "connection" | "store" | "principal" | "maxBytes"> & {
    /** Ends all reading and waiting: the server was closed. */
    readonly signal: AbortSignal;
    /** Milliseconds since 1970. Default: the clock. */
    readonly now?: () => number;
  };

/** The templates of one server. */
export interface Templates extends Observable<readonly TemplateEntry[]> {
  /** Reads the templates of these tools, four at a time. Resolves when each is read or has failed. */
  prefetch(tools: readonly ServerTool[]): Promise<void>;
  /** How the template at this address stands; undefined when no tool refers to it. */
  entry(uri: string): TemplateEntry | undefined;
  /**
   * Resolves with the template once it is approved: at once when it is, else after the person's approval.
   * One that failed is read again.
   * @throws VitrineError `template-not-approved` when it is blocked, `template-invalid` and what reading throws,
   * `not-found` when no tool refers to it any more, `cancelled`, `closed`.
   */
  ready(uri: string, options?: { readonly signal?: AbortSignal }): Promise<ApprovedTemplate>;
  /**
   * Approves and pins the version that `digest` names. `grants` are what its entry `wants` and the person allowed;
   * without all of the local domains it cannot be approved. Approving it again replaces the grants.
   * @throws VitrineError `template-not-approved` when that is not the version at hand, because it changed meanwhile,
   * and when the host's origin lists, a missing grant or the mode `block` forbid it; `invalid-argument` for a grant
   * that the template does not want.
   */
  approve(uri: string, digest: string, by: "person" | "policy", grants?: Grants): Promise<void>;
  /** Blocks the version that `digest` names; see `approve`. Running Views keep theirs. */
  block(uri: string, digest: string, by: "person" | "policy"): Promise<void>;
  /** Reads again; resolves when that is done. An approved version stays usable meanwhile. */
  refresh(uri: string): Promise<void>;
  /** The server says that it changed or, without an address, that any may have. Starts to read again. */
  invalidate(uri?: string): void;
}

interface Listed {
  readonly template: PinnedTemplate;
  tools: readonly string[];
}

/** Keeps the templates that a server's tools refer to. Those approved before are there before the server answers. */
export function createTemplateCatalogue(options: TemplateCatalogueOptions): Templates {
  const { server, signal, now = Date.now } = options;
  let toolsOf: ReadonlyMap<string, readonly ServerTool[]> = new Map();
  const toolMeta = (uri: string): ReadonlyMap<string, unknown> =>
    new Map(toolsOf.get(uri)?.map(({ name, definition }) => [name, definition["_meta"]]));
  const source = createTemplateSource({ ...options, identity: server.identity, toolMeta, now });
  // Asked before the first verdict: what the first list of a new server brings is met together, and nothing else.
  let firstUse = options.approvals.knows(options.server.identity).then(
    (known) => !known,
    () => false,
  );
  const entries = createSource<readonly TemplateEntry[]>([]);
  const listed = new Map<string, Listed>();

  function publish(): void {
    entries.set(Array.from(listed, ([uri, { template, tools }]) => ({ ...template.standing(), uri, tools })));
  }

  function find(uri: string): Listed {
    const known = listed.get(uri);
    if (known) return known;
    const template = createPinnedTemplate({ ...options, uri, source, firstUse, now, onChange: publish });
    const added: Listed = { template, tools: [] };
    listed.set(uri, added);
    publish();
    return added;
  }

  async function decide(uri: string, verdict: Parameters<PinnedTemplate["decide"]>[0]): Promise<void> {
    const known = listed.get(uri);
    if (!known) throw notOffered(uri);
    await known.template.decide(verdict);
  }

  return {
    get: entries.get,
    subscribe: entries.subscribe,
    entry: (uri) => entries.get().find((entry) => entry.uri === uri),

    async prefetch(tools) {
      const users = new Map<string, ServerTool[]>();
      for (const tool of tools) {
        const { templateUri } = tool;
        if (templateUri !== undefined) users.set(templateUri, [...(users.get(templateUri) ?? []), tool]);
      }
      toolsOf = users;
      for (const uri of listed.keys()) if (!users.has(uri)) listed.delete(uri);
      for (const [uri, using] of users) find(uri).tools = using.map(({ name }) => name);
      firstUse = Promise.resolve(false);
      publish();
      const due = Array.from(users.keys(), (uri) => find(uri).template).filter((template) =>
        template.isDue(),
      );
      const queue = due.values();
      const reader = async (): Promise<void> => {
        for (const template of queue) await template.read();
      };
      await Promise.all(Array.from({ length: PARALLEL_READS }, reader));
    },

    ready(uri, { signal: caller } = {}) {
      const { template } = find(uri);
      if (template.isDue()) void template.read();
      return new Promise((resolve, reject) => {
        const ended = new AbortController();
        const settle = (outcome: ApprovedTemplate | Error): void => {
          ended.abort();
          unsubscribe();
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        const check = (): void => {
          const outcome = listed.get(uri)?.template === template ? template.outcome() : notOffered(uri);
          if (signal.aborted) settle(new VitrineError("closed", `The server "${server.name}" was closed.`));
          else if (caller?.aborted)
            settle(new VitrineError("cancelled", `Cancelled: ${reasonOf(caller.reason)}`));
          else if (outcome) settle(outcome);
        };
        const unsubscribe = entries.subscribe(check);
        caller?.addEventListener("abort", check, { signal: ended.signal });
        signal.addEventListener("abort", check, { signal: ended.signal });
        check();
      });
    },

    approve: (uri, digest, by, grants) => decide(uri, { ...grants, digest, state: "approved", by }),
    block: (uri, digest, by) => decide(uri, { digest, state: "blocked", by }),

    refresh(uri) {
      source.relist();
      return find(uri).template.reread();
    },

    invalidate(uri) {
      source.relist();
      for (const [address, { template }] of listed) {
        if (uri === undefined || uri === address) void template.reread();
      }
    },
  };
}

function notOffered(uri: string): VitrineError {
  return new VitrineError("not-found", `The server has no tool with the template ${uri}.`);
}
