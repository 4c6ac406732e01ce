import { sha256 } from "./digest.ts";
import type { McpConnection } from "./mcp-connection.ts";
import { parseTemplate } from "./read-template.ts";
import type { Finding } from "./review.ts";
import type { Template } from "./template.ts";
import { templateDigest } from "./template-digest.ts";
import type { StoredTemplate, TemplateStore } from "./template-store.ts";

/** As in the SDK: a server must not be able to pin what it served for ever. */
const LONGEST_TTL_MS = 24 * 60 * 60 * 1000;

/** One version of a template, and how long the server says it is good. */
export interface TemplateCopy {
  readonly template: Template;
  /** Sentences about what was odd but harmless in the server's answer. */
  readonly issues: readonly string[];
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Milliseconds since 1970; equal to `fetchedAt` when the server gave no `ttlMs`. */
  readonly freshUntil: number;
  /** `private` when the server did not say (MCP 2026-07-28, `cacheScope`). */
  readonly scope: "public" | "private";
}

/** A copy that was looked over. */
export interface ReviewedCopy extends Omit<TemplateCopy, "issues"> {
  readonly findings: readonly Finding[];
}

export interface TemplateSourceOptions {
  readonly identity: string;
  readonly principal: string;
  readonly connection: Pick<McpConnection, "readResource" | "listUiResources">;
  readonly store: TemplateStore;
  /** The `_meta` of the tools that are shown with a template, by name. */
  readonly toolMeta: (uri: string) => ReadonlyMap<string, unknown>;
  readonly now: () => number;
  readonly maxBytes?: number;
}

/** Where templates come from: the store, or the server. */
export interface TemplateSource {
  /** The copy kept from an earlier connection, if there is an undamaged one. */
  stored(uri: string): Promise<ReviewedCopy | undefined>;
  /** Reads from the server, beside `resources/list` and not after it. */
  fetch(uri: string, signal: AbortSignal): Promise<TemplateCopy>;
  keep(copy: ReviewedCopy): Promise<void>;
  /** The list of resources changed: the next `fetch` asks for it anew. */
  relist(): void;
}

export function createTemplateSource(options: TemplateSourceOptions): TemplateSource {
  const { identity, principal, connection, store, toolMeta, now, maxBytes } = options;
  let listing: Promise<ReadonlyMap<string, unknown>> | undefined;

  function list(signal: AbortSignal): Promise<ReadonlyMap<string, unknown>> {
    const asked = (listing ??= connection.listUiResources({ signal }));
    asked.catch(() => {
      if (listing === asked) listing = undefined;
    });
    return asked;
  }

  return {
    async stored(uri) {
      for (const owner of new Set([principal, ""])) {
        // A store that cannot be read costs the head start, nothing else.
        const found = await store.get({ identity, principal: owner, uri }).catch(() => undefined);
        if (found && (await isUndamaged(found))) {
          const { template, findings, fetchedAt, freshUntil } = found;
          return { template, findings, fetchedAt, freshUntil, scope: owner === "" ? "public" : "private" };
        }
      }
      return undefined;
    },

    async fetch(uri, signal) {
      const [result, listed] = await Promise.all([connection.readResource(uri, { signal }), list(signal)]);
      // The hints are part of every cacheable result (MCP 2026-07-28), but not of the SDK's types.
      const { contents, ttlMs: hint, cacheScope } = result;
      const parsed = await parseTemplate({
        uri,
        contents,
        listing: listed.get(uri),
        tools: toolMeta(uri),
        ...(maxBytes && { maxBytes }),
      });
      const ttlMs = typeof hint === "number" && hint > 0 ? Math.min(hint, LONGEST_TTL_MS) : 0;
      const fetchedAt = now();
      const scope = cacheScope === "public" ? "public" : "private";
      return { ...parsed, fetchedAt, freshUntil: fetchedAt + ttlMs, scope };
    },

    async keep({ template, findings, fetchedAt, freshUntil, scope }) {
      const { uri } = template;
      const owner = scope === "public" ? "" : principal;
      const other = scope === "public" ? principal : "";
      try {
        await store.set({ identity, principal: owner, uri, template, findings, fetchedAt, freshUntil });
        // What became private must not stay where others find it.
        if (other !== owner) await store.delete({ identity, principal: other, uri });
      } catch {
        // A store that cannot be written costs the next start's head start, nothing else.
      }
    },

    relist() {
      listing = undefined;
    },
  };
}

/** Whether the digests still name what is stored: an approval holds for those bytes and declarations only. */
async function isUndamaged({ template, uri, findings }: StoredTemplate): Promise<boolean> {
  if (
    template.uri !== uri ||
    !Array.isArray(findings) ||
    (await sha256(template.html)) !== template.htmlDigest
  )
    return false;
  return (await templateDigest(template)) === template.digest;
}
