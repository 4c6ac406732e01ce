import type { DownloadItem } from "@vitrine/bridge";
import { Exact } from "../text/Exact.tsx";
import { fileKind } from "./file-name.ts";
import { LinkFacts } from "./LinkFacts.tsx";

/** What would be saved: the names that the files get, their types and sizes, and where links lead. */
export function FileFacts({ items }: { readonly items: readonly DownloadItem[] }) {
  return (
    <ul className="files">
      {items.map((item, index) => (
        <li key={index}>
          <FileName name={item.name} />
          {item.kind === "file" ? (
            <span className="hint">
              <Exact text={item.mimeType} />, {item.bytes.byteLength.toLocaleString()} bytes
            </span>
          ) : (
            <>
              <LinkFacts url={item.url} />
              <p className="hint">
                The browser opens this link in a new tab. What comes, and under which name, is up to{" "}
                {item.url.host}.
              </p>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function FileName({ name }: { readonly name: string }) {
  const { extension, kind, double } = fileKind(name);
  return (
    <>
      <strong className="file-name">
        <Exact text={name.slice(0, name.length - extension.length)} />
        <span data-kind={kind}>
          <Exact text={extension} />
        </span>
      </strong>
      {kind === "program" && (
        <p className="caution">
          {double ? `It is named like a document, but is a ${extension} file. ` : ""}A {extension} file can
          run code when it is opened.
        </p>
      )}
    </>
  );
}
