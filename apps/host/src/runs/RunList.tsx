import { Boundary } from "../app/Boundary.tsx";
import { ResultCard } from "../results/ResultCard.tsx";
import { ViewCard } from "../views/ViewCard.tsx";
import { useServers } from "../servers/servers-store.ts";
import { useSelection } from "../tools/selection-store.ts";
import { useRuns } from "./runs-store.ts";
import "./runs.css";

/** What runs, newest first. */
export function RunList() {
  const runs = useRuns((state) => state.runs);
  const choosing = useSelection((selection) => selection.tool === undefined);
  return (
    <section className="runs" aria-label="What runs">
      {runs.length === 0 && choosing && <Beginning />}
      {runs.map((run) => (
        <Boundary key={run.id} what={`The card of ${run.tool.name}`}>
          {run.kind === "view" ? <ViewCard run={run} /> : <ResultCard run={run} />}
        </Boundary>
      ))}
    </section>
  );
}

function Beginning() {
  const servers = useServers(({ entries }) => entries.length);
  return (
    <div className="beginning">
      <h2>Nothing runs yet</h2>
      <p>
        {servers === 0
          ? "Add a server, then choose one of its tools."
          : "Choose a tool from the servers, fill its form and press Run. Tools that have a UI open as a View here; the answers of all others are shown as they are."}
      </p>
      <p>Whatever a View asks for is judged first and written to the record.</p>
    </div>
  );
}
