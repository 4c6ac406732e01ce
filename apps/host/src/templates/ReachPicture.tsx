import type { TemplateFacts } from "@vitrine/bridge";
import { Exact } from "../text/Exact.tsx";
import { reachOf, type ReachedOrigin } from "./reach.ts";

/** A picture of what a View may reach: its frame, a line to each declared origin, and those close to home apart. */
export function ReachPicture({
  facts,
  local,
}: {
  readonly facts: TemplateFacts;
  readonly local: readonly string[];
}) {
  const { origins } = reachOf(facts);
  const near = origins.filter(({ origin }) => local.includes(origin));
  const far = origins.filter(({ origin }) => !local.includes(origin));
  return (
    <figure className="reach">
      <div className="reach-view">
        <span>This View</span>
      </div>
      <div className="reach-ways">
        <Ways title="Its own server, by tool calls that are judged and recorded" origins={[]} tone="own" />
        {far.length > 0 && <Ways title="Outside" origins={far} tone="far" />}
        {near.length > 0 && <Ways title="This machine or its network" origins={near} tone="near" />}
      </div>
      <figcaption className="hint">
        {origins.length === 0
          ? "It declares no domain: nothing leaves its frame but what it asks the host for."
          : "Whatever a View knows — its input, its results, what is typed into it — can go to every origin that it may reach."}
      </figcaption>
    </figure>
  );
}

function Ways(props: {
  readonly title: string;
  readonly origins: readonly ReachedOrigin[];
  readonly tone: "own" | "far" | "near";
}) {
  return (
    <div className="reach-group" data-tone={props.tone}>
      <p>{props.title}</p>
      {props.origins.length > 0 && (
        <ul>
          {props.origins.map(({ origin, uses }) => (
            <li key={origin}>
              <code>
                <Exact text={origin} />
              </code>
              <span className="hint">{remarks(origin, uses).join(", ")}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function remarks(origin: string, uses: readonly string[]): readonly string[] {
  return [
    ...uses,
    ...(origin.includes("//*.") ? ["any host below it"] : []),
    ...(/^(?:http|ws):/i.test(origin) ? ["not encrypted"] : []),
  ];
}
