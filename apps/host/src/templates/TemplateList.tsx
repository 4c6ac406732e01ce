import type { Server } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { TemplateRow } from "./TemplateRow.tsx";
import "./templates.css";

/** A server's templates. Those that need a person come open; the rest is folded away. */
export function TemplateList({ server }: { readonly server: Server }) {
  const entries = useObservable(server.templates);
  if (entries.length === 0) return null;
  const waiting = entries.filter(({ state }) => state === "new" || state === "changed");
  const settled = entries.filter(({ state }) => state !== "new" && state !== "changed");

  return (
    <div className="templates">
      {waiting.length > 0 && (
        <ul className="template-list" aria-label="Templates that wait for approval">
          {waiting.map((entry) => (
            <li key={entry.uri}>
              <TemplateRow server={server} entry={entry} open />
            </li>
          ))}
        </ul>
      )}
      {settled.length > 0 && (
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
