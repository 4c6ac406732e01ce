import { useObservable } from "@vitrine/bridge/react";
import { useLayout, type Panel, type ThemeChoice } from "../layout/layout-store.ts";
import { useSession } from "../session/SessionContext.tsx";

const PANELS: readonly { readonly panel: Panel; readonly label: string }[] = [
  { panel: "servers", label: "Servers" },
  { panel: "views", label: "Views" },
  { panel: "record", label: "Record" },
];

const RELAY_WORDS = {
  connecting: "Connecting",
  open: "Connected",
  lost: "Reconnecting",
  expired: "Restarted",
} as const;

/** Name, connection, columns, theme. */
export function TopBar() {
  const { relay, version } = useSession();
  const { phase } = useObservable(relay.stream.status);
  const { hidden, tab, theme, togglePanel, showTab, chooseTheme } = useLayout();

  return (
    <header className="top-bar">
      <h1 className="brand" title={`Version ${version}`}>
        Vitrine
      </h1>
      <p className="relay-state" data-phase={phase}>
        <span className="dot" aria-hidden="true" />
        <span className="visually-hidden">Relay: </span>
        {RELAY_WORDS[phase]}
      </p>
      <div className="panel-toggles" role="group" aria-label="Columns">
        {PANELS.map(({ panel, label }) => (
          <button
            key={panel}
            type="button"
            className="toggle wide-only"
            aria-pressed={!hidden.has(panel)}
            onClick={() => togglePanel(panel)}
          >
            {label}
          </button>
        ))}
        {PANELS.map(({ panel, label }) => (
          <button
            key={panel}
            type="button"
            className="toggle narrow-only"
            aria-pressed={tab === panel}
            onClick={() => showTab(panel)}
          >
            {label}
          </button>
        ))}
      </div>
      <label className="theme-choice">
        <span className="visually-hidden">Theme</span>
        <select
          className="select"
          value={theme}
          onChange={(event) => chooseTheme(event.target.value as ThemeChoice)}
        >
          <option value="system">System theme</option>
          <option value="light">Light theme</option>
          <option value="dark">Dark theme</option>
        </select>
      </label>
    </header>
  );
}
