import { explainPolicy, trustReadsOf, type PolicyExplanation } from "@vitrine/bridge";
import { resolve } from "node:path";
import type { Subcommand } from "../command.ts";
import { defaultConfig, readConfig, type Config } from "../config.ts";
import { parseOptions } from "../parse-options.ts";
import { StartupError } from "../startup-error.ts";
import { supposeAction, type SupposedAction } from "./supposed-action.ts";

const USAGE = `Usage: vitrine policy explain <server> <tool> [options]

Says what would happen, and by which rule of the config file. Nothing is called.

  --config FILE      the config file with the policy; without it only the defaults hold
  --actor NAME       who acts: view (default), person, model, embedder, link
  --action METHOD    what is done: tools/call (default), resources/read, ui/open-link, ui/download-file …
  --origin URL       where a link or a download leads
  --json             answer as JSON
`;

const options = {
  config: { type: "string" },
  actor: { type: "string" },
  action: { type: "string" },
  origin: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** `vitrine policy`: explains what the policy of a config file says about one action. */
export const policy: Subcommand = async (args, { env, directory, out, err }) => {
  const { values, positionals } = parseOptions(args, options);
  const [verb, server, tool, extra] = positionals;
  if (values.help) return (out(USAGE), 0);
  if (verb !== "explain" || server === undefined || tool === undefined || extra !== undefined) {
    throw new StartupError(2, "Write: vitrine policy explain <server> <tool>; see vitrine policy --help.");
  }
  const config =
    values.config === undefined
      ? defaultConfig
      : readConfig({ file: resolve(directory, values.config), directory, env });
  for (const warning of config.warnings) err(`${warning}\n`);

  const { actor, action, origin } = values;
  const supposed = supposeAction({ server, tool, actor, action, origin });
  const answer = explain(config, supposed);
  out(values.json ? `${JSON.stringify(answer, undefined, 2)}\n` : inWords(answer));
  return 0;
};

/** What is answered; `rule.place` is where the rule stands in the config file. */
interface Answer {
  readonly verdict: PolicyExplanation["verdict"];
  readonly rule?: PlacedRule;
  readonly why: string;
  readonly passed: readonly (PlacedRule & { readonly why: string })[];
  /** The verdict if the server claims that the tool only reads, where that is another one. */
  readonly ifReadOnly?: PolicyExplanation["verdict"];
  /** What else decides. */
  readonly note?: string;
}

interface PlacedRule {
  readonly index: number;
  readonly place: string;
  readonly text: string;
}

function explain(config: Config, supposed: SupposedAction): Answer {
  const configured = config === defaultConfig || config.servers.some(({ name }) => name === supposed.server);
  const trusted = (): boolean => configured;
  const judge = (claims: boolean): PolicyExplanation =>
    explainPolicy(config.policy, supposed.action(claims), { trusted, otherwise: trustReadsOf(trusted) });
  const { verdict, rule, why, passed } = judge(false);
  const ifReadOnly = judge(true).verdict;
  const placed = <R extends { readonly index: number }>(one: R): R & { readonly place: string } => ({
    ...one,
    place: config.policyPlaces[one.index]!,
  });
  return {
    verdict,
    ...(rule && { rule: placed(rule) }),
    why,
    passed: passed.map(placed),
    ...(ifReadOnly !== verdict && { ifReadOnly }),
    ...(!configured && {
      note: `"${supposed.server}" is not in the config file, so it is judged as a server that was added in the page.`,
    }),
  };
}

function inWords({ verdict, rule, why, passed, ifReadOnly, note }: Answer): string {
  const depends =
    ifReadOnly === undefined ? "" : `, or ${ifReadOnly} if the server claims readOnlyHint of this tool`;
  const lines = [
    `${verdict}${depends}: ${why}`,
    ...(rule === undefined ? [] : [`  ${rule.place}: ${rule.text}`]),
    ...(note === undefined ? [] : [note]),
    ...(passed.length === 0 ? [] : ["Passed over before:"]),
    ...passed.map((one) => `  ${one.place}: ${one.text}: ${one.why}.`),
  ];
  return `${lines.join("\n")}\n`;
}
