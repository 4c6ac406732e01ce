import { readFileSync } from "node:fs";
import {
  idleRules,
  isOriginPattern,
  type ApprovalMode,
  type OriginLists,
  type PolicyRule,
  type ViewLimits,
} from "@vitrine/bridge";
import { z } from "zod";
import { configuredServer, serverKeys } from "./configured-server.ts";
import { parseConfigSource, pathText, type ConfigSource } from "./config-source.ts";
import { defaultLimits, limitNames, limitsSchema, type Limits, type WrittenLimits } from "./limits.ts";
import { nearestName } from "./nearest-name.ts";
import {
  defaultRecordSettings,
  recordKeys,
  recordSchema,
  type RecordSettings,
} from "./record/record-settings.ts";
import type { ServerEntry } from "./server-entry.ts";
import { StartupError } from "./startup-error.ts";

/** What the config file says, checked and complete. */
export interface Config {
  readonly servers: readonly ServerEntry[];
  /** Who approves templates of the servers in the file. Default `trust-on-first-use`. */
  readonly templates: ApprovalMode;
  /** Which origins templates may declare, whoever approved them. */
  readonly origins: OriginLists;
  readonly policy: readonly PolicyRule[];
  /** Where each rule of the policy stands, as `file:line:column`. */
  readonly policyPlaces: readonly string[];
  readonly limits: Limits;
  /** How much one View may do; what is left out has the library's default. */
  readonly viewLimits: Partial<ViewLimits>;
  /** What the record leaves out, and for how long it is kept. */
  readonly record: RecordSettings;
  /** One sentence for each key of another program that was passed over, and for each rule that can never decide. */
  readonly warnings: readonly string[];
}

/** What holds without a config file. */
export const defaultConfig: Config = {
  servers: [],
  templates: "trust-on-first-use",
  origins: {},
  policy: [],
  policyPlaces: [],
  limits: defaultLimits,
  viewLimits: {},
  record: defaultRecordSettings,
  warnings: [],
};

const pattern = z
  .string("must be text in quotes")
  .min(1, "must not be empty: leave it out to match anything");
const ruleSchema = z.strictObject(
  {
    server: pattern.optional(),
    tool: pattern.optional(),
    action: pattern.optional(),
    origin: pattern.optional(),
    actor: z
      .enum(
        ["person", "model", "view", "embedder", "link"],
        'must be "person", "model", "view", "embedder" or "link"',
      )
      .optional(),
    verdict: z.enum(["allow", "ask", "deny"], 'must be "allow", "ask" or "deny"'),
  },
  'must be an object such as { "tool": "pay_*", "verdict": "ask" }',
);
const originPatterns = z.array(
  z
    .string("must be text in quotes")
    .refine(
      isOriginPattern,
      'must be an origin such as "https://api.example.com" or "https://*.example.com"',
    ),
  "must be a list of origins",
);
const originsSchema = z.strictObject(
  { allow: originPatterns.optional(), block: originPatterns.optional() },
  'must be an object such as { "block": ["https://*.example.com"] }',
);
const vitrineSchema = z.strictObject(
  {
    templates: z
      .enum(["trust-on-first-use", "ask", "block"], 'must be "trust-on-first-use", "ask" or "block"')
      .optional(),
    origins: originsSchema.optional(),
    policy: z.array(ruleSchema, "must be a list of rules").optional(),
    limits: limitsSchema.optional(),
    record: recordSchema.optional(),
  },
  "must be an object",
);

/**
 * Reads a config file. `directory` is where the caller stands: relative paths in it start there.
 * Throws a {@link StartupError} with exit code 2 that names file, line, column and mend.
 */
export function readConfig(options: {
  readonly file: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Config {
  const source = parseConfigSource(options.file, readText(options.file));
  const { value } = source;
  const warnings: string[] = [];
  if (!isObject(value)) throw source.problem([], `the file must be an object such as { "mcpServers": {} }.`);
  passOver(source, value, [], ["mcpServers", "vitrine"], warnings);
  if (!isObject(value["mcpServers"])) {
    throw source.problem(["mcpServers"], `"mcpServers" must be an object that gives each server a name.`);
  }

  const settings = vitrineSettings(source, value["vitrine"]);
  const templates = settings.templates ?? defaultConfig.templates;
  const servers: ServerEntry[] = [];
  for (const [name, entry] of Object.entries(value["mcpServers"])) {
    const path = ["mcpServers", name];
    if (!isObject(entry))
      throw source.problem(path, `${pathText(path)} must be an object with "command" or "url".`);
    passOver(source, entry, path, serverKeys, warnings);
    const server = configuredServer({ source, name, entry, templates, ...options });
    if (server !== undefined) servers.push(server);
  }
  const { policy = [] } = settings;
  const { view: viewLimits = {}, ...relayLimits } = settings.limits ?? {};
  const policyPlaces = policy.map((_, index) => source.place(["vitrine", "policy", index]));
  for (const { index, why, behind } of idleRules(policy)) {
    const where = behind === undefined ? "" : ` (${policyPlaces[behind]})`;
    warnings.push(`${policyPlaces[index]}: rule ${index + 1} ${why}${where}.`);
  }
  return {
    servers,
    templates,
    origins: settings.origins ?? {},
    policy,
    policyPlaces,
    limits: { ...defaultLimits, ...relayLimits },
    viewLimits,
    record: settings.record ?? defaultConfig.record,
    warnings,
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = missing
      ? "does not exist: check the path after --config"
      : `cannot be read (${(error as Error).message})`;
    throw new StartupError(2, `${file} ${why}.`, { cause: error });
  }
}

function vitrineSettings(
  source: ConfigSource,
  value: unknown,
): {
  readonly templates?: ApprovalMode;
  readonly origins?: OriginLists;
  readonly policy?: readonly PolicyRule[];
  readonly limits?: WrittenLimits;
  readonly record?: RecordSettings;
} {
  const parsed = vitrineSchema.safeParse(value ?? {});
  // Parsed from JSON, where no key can be present and undefined.
  if (parsed.success) return parsed.data as ReturnType<typeof vitrineSettings>;
  const issue = parsed.error.issues[0]!;
  const path = ["vitrine", ...(issue.path as (string | number)[])];
  if (issue.code === "unrecognized_keys") {
    throw source.unknownKey([...path, issue.keys[0]!], knownKeys(path));
  }
  throw source.problem(path, `${pathText(path)} ${issue.message}.`);
}

function knownKeys(path: readonly (string | number)[]): readonly string[] {
  if (path[1] === "policy") return Object.keys(ruleSchema.shape);
  if (path[1] === "origins") return Object.keys(originsSchema.shape);
  if (path[1] === "limits") return path[2] === "view" ? limitNames.view : limitNames.relay;
  if (path[1] === "record") return recordKeys(path.slice(2));
  return Object.keys(vitrineSchema.shape);
}

/**
 * Other programs keep their own keys in the same file, so an unknown key is passed over with a warning, unless it
 * is so near to one of ours that it is a slip.
 */
function passOver(
  source: ConfigSource,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
  known: readonly string[],
  warnings: string[],
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    if (nearestName(key, known) !== undefined) throw source.unknownKey([...path, key], known);
    warnings.push(`${source.place([...path, key])}: "${key}" is not known here and is passed over.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
