import { worstLevel, type JudgedApp } from "./judgement.ts";
import { terminalText } from "../terminal-text.ts";

const MARKS = { error: "✗", warning: "!", info: "·", fine: "✓" } as const;

/** One line about an app, and one for each error and warning below it. */
export function appWords({ app, findings }: JudgedApp): string {
  const level = worstLevel(findings) ?? "fine";
  const told = findings.filter((finding) => finding.level !== "info");
  const lines = [
    `${MARKS[level === "info" ? "fine" : level]} ${app.server} ${app.tool}: ${stateWords({ app, findings })}`,
    ...told.map(({ level: how, kind, sentence, mend }) => {
      const what = `${MARKS[how]} ${kind}: ${sentence}`;
      return mend === undefined ? `    ${what}` : `    ${what} → ${mend}`;
    }),
  ];
  return lines.map((line) => `${terminalText(line)}\n`).join("");
}

function stateWords({ app, findings }: Pick<JudgedApp, "app" | "findings">): string {
  if (app.skipped !== undefined) return "not opened";
  const ready = app.views.flatMap(({ start }) => (start.ready ? [start.ms] : []));
  const opened = app.views.length + (app.unchecked?.length ?? 0);
  const state =
    ready.length === 0
      ? "not ready"
      : ready.length < opened
        ? `ready in ${ready.length} of ${opened}`
        : `ready in ${Math.round(Math.min(...ready))} to ${Math.round(Math.max(...ready))} ms`;
  const counts = (["error", "warning"] as const).flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [`${count} ${level}${count === 1 ? "" : "s"}`];
  });
  return [state, ...counts].join(", ");
}
