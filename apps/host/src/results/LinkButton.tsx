import { useState } from "react";
import { Exact } from "../text/Exact.tsx";
import { LinkDialog } from "./LinkDialog.tsx";

/** A link of a result: asks before it opens; plain text when it leads to nothing a browser should open. */
export function LinkButton({ url, text }: { readonly url: string; readonly text: string }) {
  const [asking, setAsking] = useState(false);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["http:", "https:", "mailto:"].includes(parsed.protocol))
    return <Exact text={text} />;
  return (
    <>
      <button type="button" className="link" onClick={() => setAsking(true)}>
        <Exact text={text} />
      </button>
      {asking && <LinkDialog url={parsed} onClose={() => setAsking(false)} />}
    </>
  );
}
