import type { Action } from "./action.ts";
import type { Actor } from "./audit-event.ts";
import { matches, type PolicyRule } from "./policy.ts";

/** A rule that does less than it says. */
export interface IdleRule {
  /** Its place in the list, from 0. */
  readonly index: number;
  /** The first rule that decides before it, from 0; absent when its own conditions exclude each other. */
  readonly behind?: number;
  /** Continues a sentence that begins with the rule: `can never decide: …`. */
  readonly why: string;
}

const METHODS = Object.keys({
  "tools/call": true,
  "resources/read": true,
  "ui/open-link": true,
  "ui/download-file": true,
  "ui/message": true,
  "ui/update-model-context": true,
  "ui/request-display-mode": true,
  "ui/request-teardown": true,
} satisfies Record<Action["method"], true>) as readonly Action["method"][];
const WITH_ORIGIN: readonly Action["method"][] = ["ui/open-link", "ui/download-file"];
const ACTORS: readonly Actor[] = ["person", "model", "view", "embedder", "link"];

/** One kind of action that a rule may decide about. */
interface Case {
  readonly actor: Actor;
  readonly method: Action["method"];
  /** Whether the server is one that rules may allow something for. */
  readonly trusted: boolean;
}

/**
 * Finds the rules that can never decide, because their conditions exclude each other or because single rules before
 * them hold whenever they would, and those that only deep links and untrusted servers ever reach. It may miss a rule that several rules
 * cover only together; what it names is certain.
 */
export function idleRules(rules: readonly PolicyRule[]): readonly IdleRule[] {
  return rules.flatMap((rule, index): IdleRule[] => {
    const cases = casesOf(rule);
    if (cases.length === 0) return [{ index, why: "can never decide: its conditions never hold together" }];
    const left = cases.filter((one) => !rules.slice(0, index).some((before) => covers(before, rule, one)));
    if (left.length === cases.length) return [];
    const behind = rules.findIndex((before) => cases.some((one) => covers(before, rule, one)));
    const first = `rule ${behind + 1} holds first`;
    if (left.length === 0) return [{ index, behind, why: `can never decide: ${first}` }];
    if (left.some(({ actor, trusted }) => actor !== "link" && trusted)) return [];
    const reach = [
      left.some(({ actor }) => actor === "link") && "deep links",
      left.some(({ trusted }) => !trusted) && "servers that are not trusted",
    ];
    const only = reach.filter((part) => part !== false).join(" and ");
    return [{ index, behind, why: `decides about ${only} only: ${first} for all else` }];
  });
}

function casesOf(rule: PolicyRule): readonly Case[] {
  const methods = METHODS.filter(
    (method) =>
      matches(rule.action, method) &&
      (rule.tool === undefined || method === "tools/call") &&
      (rule.origin === undefined || WITH_ORIGIN.includes(method)),
  );
  const actors = ACTORS.filter(
    (actor) =>
      rule.actor === actor || (rule.actor === undefined && !(actor === "link" && rule.verdict === "allow")),
  );
  const trusts = rule.verdict === "allow" ? [true] : [true, false];
  // A deep link runs tools and does nothing else.
  return actors.flatMap((actor) =>
    methods
      .filter((method) => actor !== "link" || method === "tools/call")
      .flatMap((method) => trusts.map((trusted) => ({ actor, method, trusted }))),
  );
}

/** Whether `before` holds for each action of this case that `rule` holds for. */
function covers(before: PolicyRule, rule: PolicyRule, { actor, method, trusted }: Case): boolean {
  return (
    casesOf(before).some((one) => one.actor === actor && one.method === method && one.trusted === trusted) &&
    includes(before.server, rule.server) &&
    includes(before.tool, rule.tool) &&
    // A rule about an origin does not hold for an action that has none.
    (before.origin === undefined ||
      (rule.origin !== undefined &&
        includes(before.origin, rule.origin) &&
        (includes(before.origin, "*") || !isAboutOne(before, rule, method))))
  );
}

/** Whether of several origins `before` must match all, while `rule` holds by one of them. */
function isAboutOne(before: PolicyRule, rule: PolicyRule, method: Action["method"]): boolean {
  return method === "ui/download-file" && before.verdict === "allow" && rule.verdict !== "allow";
}

/** Whether `wide` matches every text that `narrow` matches: a star of `narrow` can only be taken in by one of `wide`. */
function includes(wide: string | undefined, narrow: string | undefined): boolean {
  return matches(wide, (narrow ?? "*").replaceAll("*", ANY_TEXT));
}

/** Stands for any text in the comparison of two globs: no character (Unicode 23.7), so that no glob holds it. */
const ANY_TEXT = "\uFFFF";
