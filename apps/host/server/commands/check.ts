import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Subcommand } from "../command.ts";
import { startCheckBrowser } from "../check/browser.ts";
import { checkServer, type CheckedServer, type CheckOptions } from "../check/check-server.ts";
import { appWords } from "../check/check-words.ts";
import { CHECK_USAGE, readCheckRequest } from "../check/check-request.ts";
import { worstLevel, type JudgedApp } from "../check/judgement.ts";
import type { UnreachedServer } from "../check/observation.ts";
import { makeReportFolder } from "../check/report-folder.ts";
import { reportJson } from "../check/report-json.ts";
import { reportPage } from "../check/report-page.ts";
import { unknownTools } from "../check/unknown-tools.ts";
import { StartupError } from "../startup-error.ts";
import { terminalText } from "../terminal-text.ts";

/** `vitrine check`: opens every app of a server, and says what is wrong with it. */
export const check: Subcommand = async (args, surroundings) => {
  const { env, directory, out, err, signal } = surroundings;
  const request = readCheckRequest(args, surroundings);
  if (request === "help") return (out(CHECK_USAGE), 0);
  for (const warning of request.warnings) err(`${warning}\n`);
  const folder = resolve(directory, request.report);
  await makeReportFolder(folder);
  const at = new Date();
  const { offline, choice } = request;
  const warn = (sentence: string): void => err(`${sentence}\n`);
  const browser = await startCheckBrowser({ path: request.browser, env, offline, warn });
  const apps: JudgedApp[] = [];
  const unreached: UnreachedServer[] = [];
  const known: string[] = [];
  try {
    const onTools = (tools: readonly string[]): void => void known.push(...tools);
    const options = { ...request, browser, signal, onTools };
    for (const server of request.servers) {
      for await (const judged of told(server, options, err, unreached)) {
        apps.push(judged);
        out(appWords(judged));
      }
    }
  } finally {
    await browser.close();
  }

  const result = { apps, unreached, at, browser: `Chromium ${browser.version()}`, offline };
  await writeFile(join(folder, "index.html"), reportPage(result));
  await writeFile(join(folder, "report.json"), reportJson(result));
  for (const { server, reason } of unreached) err(`${terminalText(`${server}: ${reason}`)}\n`);
  // The tools of a server that is out of reach are not known.
  const unknown = unreached.length > 0 ? [] : unknownTools(choice, known);
  for (const sentence of unknown) err(`${terminalText(sentence)}\n`);
  if (apps.length === 0 && unknown.length === 0) err("There was no app to check: no tool has a UI.\n");
  out(`The report is ${join(folder, "index.html")}\n`);
  if (unreached.length + unknown.length > 0 || apps.length === 0) return 2;
  const levels = apps.map(({ findings }) => worstLevel(findings));
  const fails = levels.includes("error") || (request.failOn === "warning" && levels.includes("warning"));
  return fails ? 1 : 0;
};

/** The apps of a server as they are judged; a server that cannot be asked is put aside. */
async function* told(
  checked: CheckedServer,
  options: Omit<CheckOptions, "onApp">,
  err: (text: string) => void,
  unreached: UnreachedServer[],
): AsyncGenerator<JudgedApp> {
  const server = checked.name;
  const onApp: CheckOptions["onApp"] = (tool, index, count) =>
    err(terminalText(`Opening ${server} ${tool} (${index + 1} of ${count}) …`) + "\n");
  try {
    yield* checkServer(checked, { ...options, onApp });
  } catch (error) {
    if (options.signal.aborted) throw new StartupError(2, "The check was ended before it was over.");
    unreached.push({ server, reason: error instanceof Error ? error.message : String(error) });
  }
}
