import type { ViewState } from "@vitrine/bridge";
import { runAgain } from "../runs/run-tool.ts";
import type { ViewRun } from "../runs/runs-store.ts";
import { connectServer } from "../servers/connect-servers.ts";
import { useServers } from "../servers/servers-store.ts";
import { useSession } from "../session/SessionContext.tsx";
import { TemplateRow } from "../templates/TemplateRow.tsx";
import { useTemplateOf } from "./ViewHead.tsx";

/** What a person can do about a View that does not run. */
export function ViewMend({ run, state }: { readonly run: ViewRun; readonly state: ViewState }) {
  const session = useSession();
  const entry = useTemplateOf(run);
  const description = useServers(
    ({ entries }) => entries.find(({ description: { name } }) => name === run.server.name)?.description,
  );
  const judged = entry?.state === "new" || entry?.state === "changed" || entry?.state === "blocked";
  const waits = state.phase === "loading" && state.waitingFor === "approval";
  if (entry !== undefined && judged && (waits || state.phase === "failed")) {
    return (
      <div className="mend">
        <TemplateRow server={run.server} entry={entry} />
        {state.phase === "failed" && <Reopen run={run} />}
      </div>
    );
  }
  if (state.phase !== "failed" && state.phase !== "closed") return null;
  return (
    <div className="mend mend-buttons">
      {state.phase === "failed" && state.failure === "server-gone" && description !== undefined && (
        <button type="button" className="button" onClick={() => void connectServer(session, description)}>
          Reconnect
        </button>
      )}
      <Reopen run={run} />
    </div>
  );
}

function Reopen({ run }: { readonly run: ViewRun }) {
  return (
    <button type="button" className="button" onClick={() => runAgain(run)}>
      Reopen
    </button>
  );
}
