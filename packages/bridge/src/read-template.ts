import type { McpUiResourcePermissions } from "@modelcontextprotocol/ext-apps/app-bridge";
import { canonicalJson } from "./audit-payload.ts";
import { validateCsp } from "./csp.ts";
import { sha256 } from "./digest.ts";
import { VitrineError } from "./errors.ts";
import { isRecord } from "./json-rpc.ts";
import {
  type MetadataConflict,
  type Provenance,
  type Template,
  TEMPLATE_MIME_TYPE,
  type TemplateFacts,
} from "./template.ts";
import { templateDigest } from "./template-digest.ts";
import { readTemplateHtml } from "./template-html.ts";

/** Real templates reach 4.4 MB; a View that needs more than this should load its data by tool calls. */
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

const PERMISSIONS = ["camera", "microphone", "geolocation", "clipboardWrite"] as const;
const CONFLICTING = ["csp", "permissions", "domain"] as const;
const FIELDS = ["csp", "permissions", "domain", "prefersBorder"] as const;

/** What the server answered about one UI resource. */
export interface TemplateAnswer {
  /** The address that was asked for. */
  readonly uri: string;
  /** `contents` of the `resources/read` result. */
  readonly contents: unknown;
  /** `_meta` of the resource's entry in `resources/list`, when it is listed. */
  readonly listing?: unknown;
  /** `_meta` of the tools that are shown with it, by name: what is said there holds nowhere, but may contradict. */
  readonly tools?: ReadonlyMap<string, unknown>;
  /** Largest HTML in UTF-8 bytes. Default: 16 MiB. */
  readonly maxBytes?: number;
}

/** A template, and sentences about what was odd in the answer but harmless. */
export interface ParsedTemplate {
  readonly template: Template;
  readonly issues: readonly string[];
}

/**
 * Parses and hashes a UI resource (spec 2026-01-26, "UI Resource Format"). Each field of `_meta.ui` is taken from
 * the content and, where it is absent there, from the listing. What weakens the sandbox is never repaired: one
 * bad domain rejects the template, as whoever reviews it must see what the server meant.
 *
 * @throws VitrineError `template-invalid` with a sentence that says what its server has to change.
 */
export async function parseTemplate(answer: TemplateAnswer): Promise<ParsedTemplate> {
  const { uri, contents, listing, tools, maxBytes = DEFAULT_MAX_BYTES } = answer;
  const issues: string[] = [];
  const content = pickContent(uri, contents, issues);
  requireMimeType(uri, content["mimeType"]);
  const { html, size } = readTemplateHtml({ uri, content, maxBytes, issues });

  const { values, provenance } = mergeMeta(content, listing);
  const csp = parseCsp(uri, values["csp"]);
  const permissions = parsePermissions(uri, values["permissions"]);
  const domain = parseDomain(uri, values["domain"]);
  const { prefersBorder } = values;
  const conflicts = conflictsOf(values, uiOf(listing), tools);
  const facts: TemplateFacts = {
    htmlDigest: await sha256(html),
    ...(csp && { csp }),
    ...(permissions && { permissions }),
    ...(domain !== undefined && { domain }),
  };
  const template: Template = {
    ...facts,
    uri,
    html,
    size,
    digest: await templateDigest(facts),
    ...(typeof prefersBorder === "boolean" && { prefersBorder }),
    provenance,
    ...(conflicts.length > 0 && { conflicts }),
  };
  return { template, issues };
}

type Content = Readonly<Record<string, unknown>>;

/** The item for the exact address, else for the same address written differently, else the only one. */
function pickContent(uri: string, contents: unknown, issues: string[]): Content {
  const items = Array.isArray(contents) ? contents.filter(isRecord) : [];
  const only = items[0];
  if (only === undefined)
    throw invalid(uri, "came back empty; resources/read must return its HTML in contents[0]");
  const exact = items.filter((item) => item["uri"] === uri);
  const matching =
    exact.length > 0 ? exact : items.filter((item) => normalised(item["uri"]) === normalised(uri));
  const [content] = matching;
  if (matching.length > 1) {
    issues.push(`The server answered with ${matching.length} contents for ${uri}; the first one is used.`);
  } else if (items.length > 1) {
    issues.push(
      `The server answered with ${items.length} contents where one was asked for; the others are ignored.`,
    );
  }
  if (content) return content;
  if (items.length > 1)
    throw invalid(uri, `is not among the ${items.length} contents that resources/read returned`);
  issues.push(`The server answered with ${JSON.stringify(only["uri"])} when it was asked for ${uri}.`);
  return only;
}

function normalised(uri: unknown): string | undefined {
  if (typeof uri !== "string" || !URL.canParse(uri)) return undefined;
  const { protocol, host, pathname, search } = new URL(uri);
  return `${protocol}//${host.toLowerCase()}${pathname.replace(/\/+$/, "")}${search}`;
}

function requireMimeType(uri: string, value: unknown): void {
  const [essence = "", ...parameters] = (typeof value === "string" ? value : "").toLowerCase().split(";");
  const found = new Map(parameters.map((parameter) => splitParameter(parameter)));
  const charset = found.get("charset") ?? "utf-8";
  if (essence.trim() !== "text/html" || found.get("profile") !== "mcp-app") {
    const shown = typeof value === "string" ? JSON.stringify(value.slice(0, 100)) : "none";
    throw invalid(
      uri,
      `has the MIME type ${shown}; set mimeType to "${TEMPLATE_MIME_TYPE}" in resources/read`,
    );
  }
  if (charset !== "utf-8" && charset !== "utf8") throw invalid(uri, `is in ${charset}; serve it in UTF-8`);
}

function splitParameter(parameter: string): [name: string, value: string] {
  const [name = "", value = ""] = parameter.split("=", 2);
  return [name.trim(), value.trim().replace(/^"(.*)"$/, "$1")];
}

interface MergedMeta {
  readonly values: Readonly<Partial<Record<(typeof FIELDS)[number], unknown>>>;
  readonly provenance: Template["provenance"];
}

function mergeMeta(content: Content, listing: unknown): MergedMeta {
  const fromContent = { ...uiOf(content["meta"]), ...uiOf(content["_meta"]) };
  const fromListing = uiOf(listing);
  const values: Partial<Record<(typeof FIELDS)[number], unknown>> = {};
  const provenance: Record<(typeof FIELDS)[number], Provenance> = {
    csp: "absent",
    permissions: "absent",
    domain: "absent",
    prefersBorder: "absent",
  };
  for (const field of FIELDS) {
    const source = fromContent[field] !== undefined ? "content" : "listing";
    const value = source === "content" ? fromContent[field] : fromListing[field];
    if (value === undefined) continue;
    values[field] = value;
    provenance[field] = source;
  }
  return { values, provenance };
}

/** Where the listing, or a tool, says another thing than what holds. */
function conflictsOf(
  values: MergedMeta["values"],
  listing: Content,
  tools: ReadonlyMap<string, unknown> = new Map(),
): readonly MetadataConflict[] {
  const places: readonly (readonly [MetadataConflict["place"], Content])[] = [
    ["listing", listing],
    ...Array.from(tools, ([tool, meta]) => [{ tool }, uiOf(meta)] as const),
  ];
  return places.flatMap(([place, ui]) =>
    CONFLICTING.flatMap((field) => {
      if (ui[field] === undefined) return [];
      const [said, holds] = [comparable(ui[field]), comparable(values[field])];
      return said === holds ? [] : [{ field, place, said, holds }];
    }),
  );
}

function comparable(value: unknown): string {
  if (value === undefined) return "nothing";
  try {
    return canonicalJson(value);
  } catch {
    // Lone surrogates, or nested too deeply: nothing that another place could agree with.
    return "something that cannot be written";
  }
}

/** `_meta.ui` without nulls. Some Python servers write `meta` for `_meta`, and null for what they leave out. */
function uiOf(meta: unknown): Content {
  const ui = isRecord(meta) && isRecord(meta["ui"]) ? meta["ui"] : {};
  return Object.fromEntries(Object.entries(ui).filter(([, value]) => value !== null));
}

function parseCsp(uri: string, value: unknown): TemplateFacts["csp"] {
  if (value === undefined) return undefined;
  const verdict = validateCsp(value);
  if (!verdict.ok)
    throw invalid(
      uri,
      `declares a content security policy that cannot be used: ${verdict.reasons.join(" ").replace(/\.$/, "")}`,
    );
  return verdict.csp;
}

/** Only a true value is a request: `camera: false` means that the camera is not wanted. */
function parsePermissions(uri: string, value: unknown): McpUiResourcePermissions | undefined {
  if (value === undefined) return undefined;
  if (!isRecord(value))
    throw invalid(uri, "declares permissions that are not an object; write { camera: {} } and the like");
  const asked = PERMISSIONS.filter((permission) => Boolean(value[permission]));
  if (asked.length === 0) return undefined;
  return Object.fromEntries(asked.map((permission) => [permission, {}]));
}

/** The format is the host's business (spec: "Host-dependent"); here any short printable word names an origin. */
function parseDomain(uri: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && /^[\x21-\x7e]{1,253}$/.test(value)) return value;
  throw invalid(uri, "declares a domain that is not a name of at most 253 printable ASCII characters");
}

function invalid(uri: string, problem: string): VitrineError {
  return new VitrineError("template-invalid", `The UI resource ${uri} ${problem}.`);
}
