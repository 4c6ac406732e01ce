import type { ServerTool } from "@vitrine/bridge";

/** What is known of a tool in a few words. What a server says of itself is marked as its claim. */
export function ToolBadges({ tool }: { readonly tool: ServerTool }) {
  const { annotations, visibility } = tool;
  return (
    <span className="badges">
      {tool.templateUri !== undefined && (
        <Badge tone="accent" text="UI" title="Shows its results in a View" />
      )}
      {!visibility.includes("model") && visibility.includes("app") && (
        <Badge text="app only" title="Offered to Views, hidden from models" />
      )}
      {visibility.length === 0 && (
        <Badge text="nobody" title="Its server offers it to nobody, so it cannot run" />
      )}
      {annotations?.readOnlyHint === true && (
        <Badge text="read-only" title="Claimed by the server: it changes nothing" claimed />
      )}
      {annotations?.destructiveHint === true && annotations.readOnlyHint !== true && (
        <Badge
          tone="bad"
          text="destructive"
          title="Claimed by the server: it may destroy something"
          claimed
        />
      )}
    </span>
  );
}

function Badge(props: {
  readonly text: string;
  readonly title: string;
  readonly tone?: "accent" | "bad";
  readonly claimed?: boolean;
}) {
  return (
    <span className="badge" data-tone={props.tone} data-claimed={props.claimed} title={props.title}>
      {props.text}
      {props.claimed === true && <span className="visually-hidden"> (claimed by the server)</span>}
    </span>
  );
}
