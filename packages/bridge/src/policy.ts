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
  /**
   * Glob over the origin of a link or download, e.g. `https://docs.example.com`. Of several, `allow` needs all to match,
   * `ask` and `deny` one.
   */
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

/** {@link askForWrites} for servers that `trusted` holds for, {@link askFirst} for all others. */
export function trustReadsOf(trusted: (server: Action["server"]) => boolean): Policy {
  return (action) => (trusted(action.server) ? askForWrites : askFirst)(action);
}

/** How {@link policyFromRules} and {@link explainPolicy} take rules. */
export interface PolicyRulesOptions {
  /** Decides where no rule holds. Default: {@link askFirst}. */
  readonly otherwise?: Policy;
  /** Whether rules may `allow` what is wanted of this server; `ask` and `deny` hold for all. Default: of each. */
  readonly trusted?: (server: Action["server"]) => boolean;
}

/** A {@link Policy} from rules. */
export function policyFromRules(rules: readonly PolicyRule[], options: PolicyRulesOptions = {}): Policy {
  const { otherwise = askFirst, trusted = always } = options;
  return (action) => {
    const isTrusted = trusted(action.server);
    const index = rules.findIndex((rule) => mismatch(rule, action, isTrusted) === undefined);
    const rule = rules[index];
    return rule === undefined ? otherwise(action) : { verdict: rule.verdict, rule: ruleName(index) };
  };
}

/** What {@link explainPolicy} finds. */
export interface PolicyExplanation {
  readonly verdict: Verdict;
  /** The rule that decided; absent when the default did. `index` is from 0, `text` is the rule as JSON. */
  readonly rule?: { readonly index: number; readonly text: string };
  /** A sentence for a person. */
  readonly why: string;
  /** The rules before it, in order, each with the first of its conditions that does not hold. */
  readonly passed: readonly { readonly index: number; readonly text: string; readonly why: string }[];
}

/** Judges like {@link policyFromRules}, and says by which rule and why none before it held. */
export function explainPolicy(
  rules: readonly PolicyRule[],
  action: Action,
  options: PolicyRulesOptions = {},
): PolicyExplanation {
  const { otherwise = askFirst, trusted = always } = options;
  const isTrusted = trusted(action.server);
  const passed: { index: number; text: string; why: string }[] = [];
  for (const [index, rule] of rules.entries()) {
    const text = JSON.stringify(rule);
    const why = mismatch(rule, action, isTrusted);
    if (why === undefined) {
      const first = `${ruleName(index)} is the first that holds, and says ${rule.verdict}.`;
      return { verdict: rule.verdict, rule: { index, text }, why: first, passed };
    }
    passed.push({ index, text, why });
  }
  const { verdict } = otherwise(action);
  const none = rules.length === 0 ? "There are no rules" : "No rule holds";
  return {
    verdict,
    why: `${none}, and the default for "${action.method}" by the actor "${action.actor}" is ${verdict}.`,
    passed,
  };
}

/** How a rule is named to people and in the record: counted from 1, as they are read. */
function ruleName(index: number): string {
  return `rule ${index + 1}`;
}

function always(): true {
  return true;
}

/** The first condition of a rule that does not hold for an action, in words; `undefined` when the rule holds. */
function mismatch(rule: PolicyRule, action: Action, isTrusted: boolean): string | undefined {
  const { actor, server, tool, origin } = rule;
  if (actor !== undefined && actor !== action.actor) return `the actor is "${action.actor}", not "${actor}"`;
  // Any page can send a person to a deep link, so it takes a rule of its own to run one unasked.
  if (action.actor === "link" && rule.verdict === "allow" && actor === undefined) {
    return 'only a rule that says "actor": "link" can allow what a deep link wants';
  }
  // Names are matched, and whoever adds a server names it: by default after its host, which its owner chose.
  if (!isTrusted && rule.verdict === "allow") {
    return `nothing can be allowed for the server "${action.server.name}", which is not trusted`;
  }
  if (!matches(server, action.server.name))
    return `the server is "${action.server.name}", which "${server}" does not match`;
  if (!matches(rule.action, action.method))
    return `the action is "${action.method}", which "${rule.action}" does not match`;
  if (tool !== undefined) {
    if (action.method !== "tools/call") return `it is about a tool, and the action is "${action.method}"`;
    if (!matches(tool, action.name)) return `the tool is "${action.name}", which "${tool}" does not match`;
  }
  if (origin === undefined) return undefined;
  // What allows must hold for every origin of the action; what asks or denies for one, or a harmless file put beside a
  // link would get it past the rule.
  const origins = originsOf(action);
  if (origins.length === 0) return `it is about an origin, and the action "${action.method}" has none`;
  const others = origins.filter((candidate) => !matches(origin, candidate));
  const [other] = rule.verdict === "allow" || others.length === origins.length ? others : [];
  return other === undefined ? undefined : `the origin is "${other}", which "${origin}" does not match`;
}

function originsOf(action: Action): readonly string[] {
  if (action.method === "ui/open-link") return [action.url.origin];
  if (action.method === "ui/download-file") {
    return action.items.map((item) => (item.kind === "link" ? item.url.origin : "data:"));
  }
  return [];
}

/** Glob matching in time linear in the text: names come from servers, and no name may stall the gate. */
export function matches(glob: string | undefined, text: string): boolean {
  if (glob === undefined) return true;
  const parts = glob.split("*");
  const head = parts.shift() ?? "";
  const tail = parts.pop();
  if (tail === undefined) return text === head;
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= text.length - tail.length;
}
