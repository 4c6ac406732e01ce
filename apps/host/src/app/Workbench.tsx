import { useEffect } from "react";
import { ConsentDialog } from "../consent/ConsentDialog.tsx";
import { RunList } from "../runs/RunList.tsx";
import { LiveRegion } from "../layout/LiveRegion.tsx";
import { useLayout, type Panel } from "../layout/layout-store.ts";
import { RecordPanel } from "../record/RecordPanel.tsx";
import { ServerPanel } from "../servers/ServerPanel.tsx";
import { ReviewDialog } from "../templates/ReviewDialog.tsx";
import { followDeepLink } from "../tools/deep-link.ts";
import { ToolPane } from "../tools/ToolPane.tsx";
import { EnforcementNotice } from "./EnforcementNotice.tsx";
import { RelayNotice } from "./RelayNotice.tsx";
import { TopBar } from "./TopBar.tsx";
import "./workbench.css";

/** Servers and tools, what runs, and the record: three columns, or three tabs on a narrow screen. */
export function Workbench() {
  const hidden = useLayout((layout) => layout.hidden);
  const tab = useLayout((layout) => layout.tab);
  useEffect(followDeepLink, []);
  const column = (panel: Panel) => ({
    className: `column column-${panel}`,
    "data-folded": hidden.has(panel),
    "data-tab": tab === panel,
  });

  return (
    <div className="workbench">
      <a className="skip" href="#views">
        Skip to what runs
      </a>
      <TopBar />
      <RelayNotice />
      <EnforcementNotice />
      <div className="columns">
        <nav {...column("servers")} aria-label="Servers and tools">
          <ServerPanel />
        </nav>
        <main {...column("views")} id="views" tabIndex={-1}>
          <ToolPane />
          <RunList />
        </main>
        <aside {...column("record")} aria-label="Record">
          <RecordPanel />
        </aside>
      </div>
      <ReviewDialog />
      <ConsentDialog />
      <LiveRegion />
    </div>
  );
}
