import type { View, ViewCall } from "@vitrine/bridge";
import { CallProgress } from "../runs/CallProgress.tsx";
import { Exact } from "../text/Exact.tsx";

/** How the tool call of a View goes; nothing once it is done. */
export function ViewCallState({ view, call }: { readonly view: View; readonly call: ViewCall }) {
  switch (call.status) {
    case "waiting":
      return null;
    case "running":
      return (
        <CallProgress progress={call.progress} onCancel={() => view.cancelled("The person cancelled it.")} />
      );
    case "done":
      if (call.result.isError !== true) return null;
      return <p className="call-note call-note-bad">The tool answered with an error; the View was told.</p>;
    case "failed":
      return (
        <p className="call-note call-note-bad" role="alert">
          The call failed: <Exact text={call.reason} />
        </p>
      );
    case "cancelled":
      return <p className="call-note">The call was cancelled.</p>;
  }
}
