import { describeValue, fitsValue } from "./fits-value.ts";
import type { Expectation } from "./matcher.ts";
import { list, situationOf } from "./situation.ts";
import { toolCalls, type ToolCall } from "./tool-calls.ts";
import type { HostedView, ToolArguments } from "./vitrine.ts";

/** The View has called a tool, with these arguments where they are given, and the call was allowed. */
export function hasCalledTool(
  view: HostedView,
  tool: string,
  args: ToolArguments | undefined,
): Expectation<readonly ToolCall[]> {
  const isIt = (call: ToolCall): boolean =>
    call.tool === tool &&
    call.standing === "allowed" &&
    (args === undefined || fitsValue(args, call.arguments));
  const wanted = args === undefined ? tool : `${tool} ${describeValue(args)}`;
  return {
    read: async () => toolCalls(await view.host.record()),
    holds: (calls) => calls.some(isIt),
    expected: (not) => `The View should ${not}have called ${wanted}.`,
    async actual(calls) {
      const made = calls.map(
        (call) => `${call.tool} ${JSON.stringify(call.arguments)}${STANDING[call.standing]}`,
      );
      const said = made.length === 0 ? "It called no tool." : `It called:\n${list(made)}`;
      return `${said}\n${await situationOf(view.host)}`;
    },
  };
}

const STANDING: Readonly<Record<ToolCall["standing"], string>> = {
  waiting: " – waits for the answer to a question",
  refused: " – refused",
  allowed: "",
};
