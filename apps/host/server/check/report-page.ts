import type { Template } from "@vitrine/bridge";
import { completedCsp } from "./csp-remedy.ts";
import type { CheckFinding, CheckLevel } from "./finding-list.ts";
import { worstLevel, type JudgedApp } from "./judgement.ts";
import { html, type Markup } from "./markup.ts";
import type { SeenAction, UnreachedServer, ViewObservation } from "./observation.ts";
import { REPORT_STYLE } from "./report-style.ts";

/** Stands in every report, and tells it from other pages. */
export const REPORT_MARK: Markup = html`<meta name="generator" content="vitrine check" />`;

/** What a check came to. */
export interface CheckResult {
  readonly apps: readonly JudgedApp[];
  readonly unreached: readonly UnreachedServer[];
  /** When the check began. */
  readonly at: Date;
  /** What opened the Views: name and version of the browser. */
  readonly browser: string;
  readonly offline: boolean;
}

const LEVEL_WORDS: Readonly<Record<CheckLevel | "fine", string>> = {
  error: "Error",
  warning: "Warning",
  info: "Note",
  fine: "Fine",
};

/** The report as one file that needs nothing else: no script, no request, pictures in it. */
export function reportPage(result: CheckResult): string {
  const { apps, unreached } = result;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        ${REPORT_MARK}
        <meta name="color-scheme" content="light dark" />
        <title>Check of ${names(result)}</title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <header>
          <h1>Check of ${names(result)}</h1>
          <p>${summary(result)}</p>
          <p class="about">
            ${result.at.toISOString().replace("T", " ").slice(0, 16)} UTC ·
            ${result.browser}${result.offline ? " · offline: requests to other hosts were kept back" : ""}
          </p>
        </header>
        <main>
          ${unreached.map(unreachedNote)} ${apps.length > 1 ? contents(apps) : undefined}
          ${apps.map(appSection)}
        </main>
      </body>
    </html> `.markup;
}

function names({ apps, unreached }: CheckResult): string {
  const servers = [...apps.map(({ app }) => app.server), ...unreached.map(({ server }) => server)];
  const [first = "no server", ...others] = new Set(servers);
  return others.length === 0 ? first : `${others.length + 1} servers`;
}

function summary({ apps, unreached }: CheckResult): string {
  const counted = (level: CheckLevel): number =>
    apps.filter(({ findings }) => worstLevel(findings) === level).length;
  const [errors, warnings] = [counted("error"), counted("warning")];
  const parts = [
    `${apps.length} ${apps.length === 1 ? "app" : "apps"}`,
    ...(unreached.length > 0 ? [`${unreached.length} servers out of reach`] : []),
    ...(errors > 0 ? [`${errors} with errors`] : []),
    ...(warnings > 0 ? [`${warnings} with warnings only`] : []),
    ...(errors + warnings === 0 ? ["nothing to mend"] : []),
  ];
  return `${parts.join(", ")}.`;
}

function unreachedNote({ server, reason }: UnreachedServer): Markup {
  return html`<p class="finding error"><strong>${server} could not be checked.</strong> ${reason}</p>`;
}

function contents(apps: readonly JudgedApp[]): Markup {
  return html`<nav aria-label="Apps">
    <ul class="contents">
      ${apps.map(
        (judged, index) =>
          html`<li>
            <a href="#app-${index + 1}">${judged.app.server} <span class="tool">${judged.app.tool}</span></a>
            ${badge(judged)}
          </li>`,
      )}
    </ul>
  </nav>`;
}

function badge({ findings }: JudgedApp): Markup {
  const level = worstLevel(findings) ?? "fine";
  const same = findings.filter((finding) => finding.level === level).length;
  const text = same > 1 ? `${same} ${LEVEL_WORDS[level].toLowerCase()}s` : LEVEL_WORDS[level];
  return html`<span class="badge ${level}">${text}</span>`;
}

function appSection(judged: JudgedApp, index: number): Markup {
  const { app, findings, remedies } = judged;
  const csp = completedCsp(app.template?.csp, remedies);
  return html`<section id="app-${index + 1}" aria-labelledby="name-${index + 1}">
    <h2 id="name-${index + 1}">${app.title} ${badge(judged)}</h2>
    <p class="about">${app.server} · ${app.tool} · ${app.templateUri}</p>
    ${findings.length === 0 ? html`<p>Nothing to mend.</p>` : findingList(findings)}
    ${csp === undefined ? undefined : declaration(csp)}
    <div class="views">${app.views.map(viewFigure)}</div>
    ${actionTable(app.views)} ${inputDetails(judged)}
  </section>`;
}

function findingList(findings: readonly CheckFinding[]): Markup {
  return html`<ul class="findings">
    ${findings.map(
      ({ level, kind, sentence, mend, seenIn, count }) =>
        html`<li class="finding ${level}">
          <p><strong>${LEVEL_WORDS[level]}</strong> <span class="kind">${kind}</span> ${sentence}</p>
          ${mend === undefined ? undefined : html`<p class="mend">${mend}</p>`}
          ${seenIn.length === 0 ? undefined : html`<p class="seen">${seenWords(seenIn, count)}</p>`}
        </li>`,
    )}
  </ul>`;
}

function seenWords(seenIn: readonly string[], count: number): string {
  return count > seenIn.length ? `${seenIn.join(" · ")} · ${count} times` : seenIn.join(" · ");
}

function declaration(csp: NonNullable<Template["csp"]>): Markup {
  return html`<figure class="declaration">
    <figcaption>What the resource would have to declare</figcaption>
    <pre tabindex="0">${JSON.stringify({ _meta: { ui: { csp } } }, undefined, 2)}</pre>
  </figure>`;
}

function viewFigure({ surroundings, start, screenshot }: ViewObservation): Markup {
  const how = start.ready ? `ready in ${Math.round(start.ms)} ms` : "not ready";
  const picture =
    screenshot === undefined
      ? html`<p class="nothing">${start.ready ? "No picture." : start.reason}</p>`
      : html`<img
          src="data:image/png;base64,${Buffer.from(screenshot).toString("base64")}"
          alt="The View in ${surroundings.name}"
        />`;
  return html`<figure class="view ${surroundings.width < 600 ? "narrow" : "wide"}">
    ${picture}
    <figcaption>${surroundings.name} · ${how}</figcaption>
  </figure>`;
}

/** What the View asked for, each once, however often it was opened. */
function actionTable(views: readonly ViewObservation[]): Markup | undefined {
  const rows = new Map<string, SeenAction & { count: number }>();
  for (const action of views.flatMap(({ actions }) => actions)) {
    const key = JSON.stringify(action);
    rows.set(key, { ...action, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  if (rows.size === 0) return undefined;
  return html`<details>
    <summary>What the View asked for (${rows.size})</summary>
    <div class="scroller" tabindex="0" role="region" aria-label="What the View asked for">
      <table>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Arguments</th>
            <th scope="col">Decision</th>
            <th scope="col">Outcome</th>
            <th scope="col">Times</th>
          </tr>
        </thead>
        <tbody>
          ${[...rows.values()].map(
            (action) =>
              html`<tr>
                <td>${action.method} ${action.subject}</td>
                <td><code>${shortJson(action.arguments)}</code></td>
                <td>${action.answer === undefined ? "by policy" : `asked, ${action.answer}`}</td>
                <td>${action.outcome ?? "still open"} ${action.reason}</td>
                <td>${action.count}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

const SHOWN_LENGTH = 400;

function shortJson(value: unknown): string {
  const text = value === undefined ? "" : JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function inputDetails({ app: { input, template } }: JudgedApp): Markup | undefined {
  if (!input.ok) return undefined;
  const from = input.from === "author" ? "as given" : "made from its schema";
  return html`<details>
    <summary>Input (${from})${template === undefined ? undefined : html`, template`}</summary>
    <pre tabindex="0">${JSON.stringify(input.arguments, undefined, 2)}</pre>
    ${
      template === undefined
        ? undefined
        : html`<p class="about">${template.digest} · ${(template.size / 1024).toFixed(0)} KiB</p>`
    }
  </details>`;
}
