import type { Action } from "@vitrine/bridge";
import type { ReactNode } from "react";
import { useSession } from "../session/SessionContext.tsx";
import { Exact } from "../text/Exact.tsx";
import { ExactJson } from "../text/ExactJson.tsx";
import { ExactLines } from "../text/ExactLines.tsx";
import { FileFacts } from "./FileFacts.tsx";
import { LinkFacts } from "./LinkFacts.tsx";
import { ViewPlace } from "./ViewPlace.tsx";

/** Everything a person needs to judge an action: who, where, what exactly, and which rule wants to know. */
export function ActionFacts(props: {
  readonly action: Action;
  /** Title of the tool whose View asks, when a View does. */
  readonly asker: string | undefined;
}) {
  const { action, asker } = props;
  const { policy } = useSession();
  const { rule } = policy(action);
  return (
    <>
      <What action={action} />
      {action.view !== undefined && <ViewPlace view={action.view.id} title={asker ?? action.view.tool} />}
      <dl className="facts">
        <Fact name="Server">
          <Exact text={action.server.name} />
          <p className="hint">
            <Exact text={action.server.identity} />
          </p>
        </Fact>
        {action.view !== undefined && (
          <Fact name="View">
            <code>
              <Exact text={action.view.tool} />
            </code>{" "}
            <code className="hint">{action.view.id.slice(0, 8)}</code>
          </Fact>
        )}
        {action.method === "tools/call" && (
          <>
            <Fact name="Tool">
              <code>
                <Exact text={action.name} />
              </code>
            </Fact>
            <Fact name="Claimed by the server">{claims(action).join(", ") || "nothing"}</Fact>
          </>
        )}
        <Fact name="Asked because">
          {rule === undefined ? "no rule allows it" : `${rule} of the policy says ask`}
        </Fact>
      </dl>
    </>
  );
}

function What({ action }: { readonly action: Action }) {
  switch (action.method) {
    case "tools/call":
      return <ExactJson label="Arguments" value={action.arguments} />;
    case "resources/read":
      return (
        <p className="exact-line">
          <Exact text={action.uri} />
        </p>
      );
    case "ui/open-link":
      return <LinkFacts url={action.url} />;
    case "ui/download-file":
      return <FileFacts items={action.items} />;
    case "ui/message":
    case "ui/update-model-context":
      return (
        <div className="consent-content">
          {(action.content ?? []).map((block, index) =>
            block.type === "text" ? (
              <ExactLines key={index} label={`Part ${index + 1}, text`} text={block.text} />
            ) : (
              <ExactJson key={index} label={`Part ${index + 1}, ${block.type}`} value={block} />
            ),
          )}
          {action.method === "ui/update-model-context" && action.structuredContent !== undefined && (
            <ExactJson label="Structured content" value={action.structuredContent} />
          )}
        </div>
      );
    case "ui/request-display-mode":
    case "ui/request-teardown":
      return null;
  }
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function claims({ tool }: Extract<Action, { method: "tools/call" }>): readonly string[] {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = tool?.annotations ?? {};
  return [
    readOnlyHint === true && "changes nothing",
    destructiveHint === true && "may destroy something",
    destructiveHint === false && "destroys nothing",
    idempotentHint === true && "twice does no more than once",
    openWorldHint === true && "reaches the outside world",
  ].filter((claim) => claim !== false);
}
