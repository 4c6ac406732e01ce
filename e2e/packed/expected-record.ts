import { createHash } from "node:crypto";
import {
  canonicalJson,
  templateDigest,
  type Actor,
  type AuditEntry,
  type TemplateFacts,
} from "@vitrine/bridge";
import { BASKET_VIEW } from "./basket-tools.ts";

/** In what the record of the scenario differs, by nature, from that of the web app. */
export interface Differences {
  /** What the embedder calls the MCP server that it forwards to: the path on its own server is no identity. Else the address. */
  readonly identity?: string;
  /** Who called the tool whose View is shown: a person who pressed a button, or the model in a conversation. */
  readonly caller?: Actor;
  /** The fallback has one origin for all Views. */
  readonly views?: "origins" | "opaque";
  /** The relay writes the digest of a result as it came over the wire, a page that of the result as it was parsed. */
  readonly relay?: boolean;
  /** Who took the View away, as the View was told. */
  readonly closed?: string;
}

/** An entry without what no two records share. */
type Fields = Readonly<Record<string, unknown>>;

/** What the relay adds when it writes the record: whose word a field is, seals, and digests under a salt of its own. */
const RELAYS_OWN = ["claimed", "argumentsDigest"];
/** Place in the chain, and times. */
const PLACE = ["v", "chain", "seq", "at", "prev", "digest", "durationMs"];
const IDS = ["action", "view", "traceparent"];

/**
 * A record as it can be compared: without place, times and what is the relay's own, ids and addresses named by what they
 * are. What happens beside each other has one order: the probe, server and templates, the View's opening, then the rest
 * as it was written down.
 */
export function comparable(record: readonly AuditEntry[]): readonly Fields[] {
  const names = new Map<string, string>();
  for (const entry of record) {
    if (entry.kind === "sandbox.probed") names.set(entry.sandbox, "<sandbox>");
    if (entry.kind === "view.opened") names.set(entry.origin, entry.origin === "null" ? "null" : "<view>");
  }
  const text = (value: string): string => {
    const named = [...names].reduce((all, [address, name]) => all.replaceAll(address, name), value);
    return named.replaceAll(/http:\/\/localhost:\d+/g, "<page>");
  };
  return record
    .filter(({ kind }) => kind !== "checkpoint")
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((entry) =>
      Object.fromEntries(
        Object.entries(entry)
          .filter(([field]) => ![...PLACE, ...RELAYS_OWN].includes(field))
          .map(([field, value]) => [
            field,
            IDS.includes(field) ? `<${field}>` : typeof value === "string" ? text(value) : (value as unknown),
          ]),
      ),
    );
}

function rankOf({ kind }: AuditEntry): number {
  if (kind === "sandbox.probed") return 0;
  if (kind.startsWith("server.") || kind.startsWith("template.")) return 1;
  return kind === "view.opened" ? 2 : 3;
}

/** The template of the scenario, as a lock file has it. */
export async function basketTemplate(): Promise<{
  readonly uri: string;
  readonly digest: string;
  readonly facts: TemplateFacts;
}> {
  const facts = { htmlDigest: sha256(BASKET_VIEW) };
  return { uri: "ui://test/show_basket.html", digest: await templateDigest(facts), facts };
}

/** What the scenario leaves behind, entry by entry. */
export async function expectedRecord({
  identity,
  caller = "person",
  views = "origins",
  relay = false,
  closed = "Closed by the person.",
}: Differences & { readonly identity: string }): Promise<readonly Fields[]> {
  const { uri, digest: basketDigest, facts } = await basketTemplate();
  const server = { server: "shop", identity };
  const template = { uri, templateDigest: basketDigest };
  const ancestors = views === "opaque" ? "<page>" : "<sandbox> <page>";
  const basket_id = "b1";
  const done = (by: string, result: string): readonly Fields[] => [
    { kind: "action.decided", action: "<action>", verdict: "allow", by },
    {
      kind: "action.finished",
      action: "<action>",
      outcome: "ok",
      resultDigest: sha256(
        relay
          ? canonicalJson({ ...resultOf(result), resultType: "complete" })
          : JSON.stringify(resultOf(result)),
      ),
    },
  ];
  const requested = {
    kind: "action.requested",
    action: "<action>",
    method: "tools/call",
    ...server,
    traceparent: "<traceparent>",
  };
  return [
    {
      kind: "sandbox.probed",
      sandbox: "<sandbox>",
      views,
      enforced: [
        ...(views === "opaque" ? [] : ["view-origins"]),
        "cross-site",
        "frame-src",
        "connection-allowlist",
        "webrtc",
        "permissions-policy",
        "origin-agent-cluster",
      ],
      notEnforced: views === "opaque" ? ["view-origins"] : [],
      unknown: [],
    },
    { kind: "server.connected", ...server, era: "modern", protocolVersion: "2026-07-28" },
    { kind: "template.reviewed", ...server, ...template, facts, findings: [] },
    { kind: "template.approved", ...server, ...template, by: "policy" },
    {
      kind: "view.opened",
      view: "<view>",
      ...server,
      ...template,
      tool: "show_basket",
      origin: views === "opaque" ? "null" : "<view>",
      csp:
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; media-src 'self' data:; connect-src 'none'; base-uri 'self'; object-src 'none'; " +
        `form-action 'none'; frame-ancestors ${ancestors}; sandbox allow-scripts allow-same-origin allow-forms`,
      permissions: "",
    },
    { ...requested, actor: caller, tool: "show_basket", arguments: { basket_id } },
    ...done("policy", "2 tins"),
    {
      ...requested,
      actor: "view",
      view: "<view>",
      tool: "add_item",
      arguments: { basket_id, sku: "assam", quantity: 1 },
    },
    ...done("person", "3 tins"),
    { ...requested, actor: "view", view: "<view>", tool: "save_basket", arguments: { basket_id } },
    ...done("policy", "saved"),
    { kind: "view.closed", view: "<view>", ...server, reason: closed },
  ];
}

function resultOf(text: string): object {
  return {
    _meta: { "io.modelcontextprotocol/serverInfo": { name: "test-server", version: "1.0.0" } },
    content: [{ type: "text", text }],
  };
}

export function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
