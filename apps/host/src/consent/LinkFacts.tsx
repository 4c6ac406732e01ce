import { Exact } from "../text/Exact.tsx";

/** Where a link leads: scheme, host in its ASCII form, and the whole address. */
export function LinkFacts({ url }: { readonly url: URL }) {
  return (
    <>
      <p className="exact-line">
        <Exact text={url.href} />
      </p>
      <dl className="facts">
        <dt>Scheme</dt>
        <dd>{url.protocol.replace(":", "")}</dd>
        {url.host !== "" && (
          <>
            <dt>Host</dt>
            <dd>
              <code>{url.host}</code>
              {/(^|\.)xn--/.test(url.hostname) && " (an international name in its ASCII form)"}
            </dd>
          </>
        )}
        {url.protocol === "http:" && (
          <>
            <dt>Note</dt>
            <dd>Not encrypted: others can read and change it.</dd>
          </>
        )}
      </dl>
    </>
  );
}
