import type { Action } from "./action.ts";
import type { Actor } from "./audit-event.ts";

/** What shall happen with an action: do it, ask the person, refuse it. */
export type Verdict = "allow" | "ask" | "deny";

/** A policy's verdict, with the rule that gave it, for the record and for the person. */
export interface PolicyVerdict {
  readonly verdict: Verdict;
  /** Names the rule, e.g. `rule 2`; absent when a default decided. */
  readonly rule?: string;
}

/** Judges an action. Pure and synchronous: the same action gets the same verdict. A policy that throws denies. */
export type Policy = (action: Action) => PolicyVerdict;

/**
 * One line of a policy. Every condition that is given must hold; `*` stands for any characters.
 * The first rule that holds decides.
 */
export interface PolicyRule {
  /** Glob over the server's configured name. */
  readonly server?: string;
  /** Glob over the tool name; holds for tool calls only. */
  readonly tool?: string;
  /** Glob over the method, e.g. `tools/call`, `ui/open-link`. */
  readonly action?: string;
  /** Glob over the origin of a link or download, e.g. `https://docs.example.com`. */
  readonly origin?: string;
  /** Without it the rule holds for every actor; only `allow` for a `link` has to say so. */
  readonly actor?: Actor;
  readonly verdict: Verdict;
}

/** What needs no question because nothing leaves the page by it: the embedder's own handlers decide. */
const HARMLESS: ReadonlySet<Action["method"]> = new Set([
  "ui/request-display-mode",
  "ui/request-teardown",
  "ui/update-model-context",
]);

/** The library's default: a person's or embedder's own call is their consent, everything a View wants asks. */
export const askFirst: Policy = (action) => {
  if (action.actor === "person" || action.actor === "embedder") return { verdict: "allow" };
  return { verdict: HARMLESS.has(action.method) ? "allow" : "ask" };
};

/** Like {@link askFirst}, but tools that claim `readOnlyHint` and reads of the View's own server pass. */
export const askForWrites: Policy = (action) => {
  if (action.actor === "view" || action.actor === "model") {
    if (action.method === "resources/read") return { verdict: "allow" };
    if (action.method === "tools/call" && action.tool?.annotations?.readOnlyHint === true)
      return { verdict: "allow" };
  }
  return askFirst(action);
};

/** A {@link Policy} from rules; `otherwise` decides where none holds. */
export function policyFromRules(rules: readonly PolicyRule[], otherwise: Policy = askFirst): Policy {
  const compiled = rules.map((rule, index) => ({
    holds: compile(rule),
    verdict: { verdict: rule.verdict, rule: `rule ${index + 1}` } satisfies PolicyVerdict,
  }));
  return (action) => compiled.find(({ holds }) => holds(action))?.verdict ?? otherwise(action);
}

function compile(rule: PolicyRule): (action: Action) => boolean {
  const server = glob(rule.server);
  const tool = glob(rule.tool);
  const method = glob(rule.action);
  const origin = glob(rule.origin);
  return (action) => {
    if (rule.actor !== undefined && rule.actor !== action.actor) return false;
    // Any page can send a person to a deep link, so it takes a rule of its own to run one unasked.
    if (action.actor === "link" && rule.verdict === "allow" && rule.actor === undefined) return false;
    if (!server(action.server.name) || !method(action.method)) return false;
    if (rule.tool !== undefined && !(action.method === "tools/call" && tool(action.name))) return false;
    // A rule about an origin must hold for every origin of the action, and for none when there is none.
    if (rule.origin === undefined) return true;
    const origins = originsOf(action);
    return origins.length > 0 && origins.every(origin);
  };
}

function originsOf(action: Action): readonly string[] {
  if (action.method === "ui/open-link") return [action.url.origin];
  if (action.method === "ui/download-file") {
    return action.items.map((item) => (item.kind === "link" ? item.url.origin : "data:"));
  }
  return [];
}

function glob(pattern: string | undefined): (text: string) => boolean {
  if (pattern === undefined) return () => true;
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const regex = new RegExp(`^${parts.join(".*")}$`, "s");
  return (text) => regex.test(text);
}
