import { useMemo, useState, type MouseEvent } from "react";
import { LinkDialog } from "./LinkDialog.tsx";
import { cleanMarkdown } from "./clean-markdown.ts";

/** A stranger's text as Markdown. It loads nothing, and its links ask before they open. */
export function Markdown({ text }: { readonly text: string }) {
  const html = useMemo(() => cleanMarkdown(text), [text]);
  const [url, setUrl] = useState<URL>();

  const follow = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null) return;
    event.preventDefault();
    if (URL.canParse(link.href)) setUrl(new URL(link.href));
  };
  return (
    <>
      {/* Clicks bubble from the links within, which are operable by keyboard themselves. */}
      <div
        className="markdown"
        onClick={follow}
        onAuxClick={follow}
        dangerouslySetInnerHTML={{ __html: html }}
      />
      {url !== undefined && <LinkDialog url={url} onClose={() => setUrl(undefined)} />}
    </>
  );
}
