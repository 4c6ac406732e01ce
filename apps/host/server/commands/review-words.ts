import type { Finding, TemplateEntry } from "@vitrine/bridge";
import type { ReadServer } from "../read-templates.ts";
import { terminalText } from "../terminal-text.ts";

/** What was found about a server's templates, in lines for a person. */
export function reviewWords(read: ReadServer): string {
  // Why a server or a template could not be read is said apart.
  if ("failure" in read) return "";
  if (read.templates.length === 0) return `${terminalText(read.server)}: no tool has a template.\n`;
  return read.templates
    .filter(({ state }) => state !== "failed")
    .map((entry) => templateWords(read.server, entry))
    .join("");
}

function templateWords(server: string, entry: TemplateEntry): string {
  const lines = [
    ...(entry.reason === undefined ? [] : [entry.reason]),
    ...entry.findings.map(findingWords),
    ...(entry.findings.length === 0 && entry.reason === undefined ? ["nothing to remark on"] : []),
  ];
  const head = `${entry.uri} of ${server}`;
  return [head, ...lines.map((line) => `  ${line}`)].map((line) => `${terminalText(line)}\n`).join("");
}

function findingWords({ severity, rule, message, where }: Finding): string {
  const place = where === undefined ? "" : ` [${where.line}:${where.column}] ${where.excerpt}`;
  return `${severity.padEnd(8)} ${rule}: ${message}${place}`;
}
