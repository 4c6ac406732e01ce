import type { Action, DownloadItem } from "@vitrine/bridge";
import type { ReactNode } from "react";
import { useSession } from "../session/SessionContext.tsx";
import { Exact } from "../text/Exact.tsx";
import { ExactJson } from "../text/ExactJson.tsx";
import { LinkFacts } from "./LinkFacts.tsx";

/** Everything a person needs to judge an action: who, where, what exactly, and which rule wants to know. */
export function ActionFacts({ action }: { readonly action: Action }) {
  const { policy } = useSession();
  const { rule } = policy(action);
  return (
    <>
      <What action={action} />
      <dl className="facts">
        <Fact name="Server">
          <Exact text={action.server.name} />
        </Fact>
        {action.view !== undefined && (
          <Fact name="View">
            <Exact text={action.view.tool} /> <code>{action.view.id.slice(0, 8)}</code>
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
      return <Files items={action.items} />;
    case "ui/message":
    case "ui/update-model-context":
      return (
        <div className="consent-content">
          {(action.content ?? []).map((block, index) =>
            block.type === "text" ? (
              <p key={index} className="exact-line">
                <Exact text={block.text} lines />
              </p>
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

function Files({ items }: { readonly items: readonly DownloadItem[] }) {
  return (
    <ul className="files">
      {items.map((item, index) => (
        <li key={index}>
          <strong>
            <Exact text={item.name} />
          </strong>
          {item.kind === "file" ? (
            <span>
              {" "}
              <Exact text={item.mimeType} />, {item.bytes.byteLength.toLocaleString()} bytes
            </span>
          ) : (
            <LinkFacts url={item.url} />
          )}
        </li>
      ))}
    </ul>
  );
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
