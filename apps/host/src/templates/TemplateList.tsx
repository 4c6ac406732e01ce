import type { Server } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { TemplateRow } from "./TemplateRow.tsx";
import "./templates.css";

/** A server's templates. Those that need a person are always in sight, the rest behind one line. */
export function TemplateList({ server, folded }: { readonly server: Server; readonly folded: boolean }) {
  const entries = useObservable(server.templates);
  const waiting = entries.filter(({ state }) => state === "new" || state === "changed");
  const settled = entries.filter(({ state }) => state !== "new" && state !== "changed");
  if (waiting.length === 0 && (folded || settled.length === 0)) return null;

  return (
    <div className="templates">
      {waiting.length > 0 && (
        <ul className="template-list" aria-label="Templates that wait for approval">
          {waiting.map((entry) => (
            <li key={entry.uri}>
              <TemplateRow server={server} entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {!folded && settled.length > 0 && (
        <details>
          <summary>{summaryOf(settled.map(({ state }) => state))}</summary>
          <ul className="template-list">
            {settled.map((entry) => (
              <li key={entry.uri}>
                <TemplateRow server={server} entry={entry} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function summaryOf(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${states.length === 1 ? "Template" : "Templates"}: ${parts.join(", ")}`;
}
