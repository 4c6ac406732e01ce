import type { ViewState } from "../view-state.ts";
import { actionLines } from "./action-lines.ts";
import type { AskedQuestion, ViewHost } from "./vitrine.ts";

/** What a View is about, in a few lines: for whoever wonders why it did not do what a test expects. */
export async function situationOf(host: ViewHost): Promise<string> {
  const [state, question, entries] = [await host.state(), await host.question(), await host.record()];
  const actions = actionLines(entries);
  return [
    phaseLine(state),
    ...(question === undefined ? [] : [questionLine(question)]),
    actions.length === 0 ? "Nothing was asked for yet." : `Actions so far:\n${list(actions)}`,
    ...notesLines(state),
  ].join("\n");
}

/** Lines, indented. */
export function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

/** What the View ran into; empty when it was nothing. */
export function notesLines({ notes }: ViewState): readonly string[] {
  const found = notes.filter(({ kind }) => kind !== "log").map(({ kind, text }) => `${kind}: ${text}`);
  return found.length === 0 ? [] : [`It ran into:\n${list([...new Set(found)])}`];
}

function phaseLine(state: ViewState): string {
  switch (state.phase) {
    case "loading":
      return `The View is loading and waits for its ${state.waitingFor}.`;
    case "initializing":
      return "The View is loaded but did not initialize yet.";
    case "ready":
      return `The View is ready${callWords(state)}.`;
    case "closed":
      return `The View is closed. ${state.reason}`;
    case "failed":
      return `The View failed. ${state.reason}`;
  }
}

function callWords({ call }: ViewState): string {
  switch (call.status) {
    case "waiting":
      return "; its tool input is not complete";
    case "running":
      return "; the call that it was opened for is still running";
    case "failed":
    case "cancelled":
      return `; the call that it was opened for ${call.status === "failed" ? "failed" : "was cancelled"}: ${call.reason}`;
    case "done":
      return "";
  }
}

function questionLine({ method, tool, arguments: args, uri, answers }: AskedQuestion): string {
  const subject = tool === undefined ? [method, uri].join(" ").trim() : `${tool} ${JSON.stringify(args)}`;
  const ways = answers.map((answer) => `"${answer}"`).join(", ");
  return `The View asks: ${subject} (answer it with view.host.consent: ${ways}).`;
}
