import type { Progress } from "@modelcontextprotocol/client";
import { Exact } from "../text/Exact.tsx";

/** A call under way: how far it is, and a way out. */
export function CallProgress(props: {
  readonly progress: Progress | undefined;
  readonly onCancel: () => void;
}) {
  const { progress, onCancel } = props;
  return (
    <div className="call-progress">
      <progress
        aria-label="Progress of the call"
        max={progress?.total ?? 1}
        value={progress?.total === undefined ? undefined : progress.progress}
      />
      <span className="call-progress-words">
        {progress?.message === undefined ? "Calling…" : <Exact text={progress.message} />}
        {progress !== undefined && ` ${fraction(progress)}`}
      </span>
      <button type="button" className="button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}

function fraction({ progress, total }: Progress): string {
  if (total === undefined || total <= 0) return "";
  return `${Math.round((Math.min(progress, total) / total) * 100)} %`;
}
