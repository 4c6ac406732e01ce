import { Exact } from "../text/Exact.tsx";
import { ExactLines } from "../text/ExactLines.tsx";
import { unicodeHost } from "../text/unicode-host.ts";
import { readMailLink, type MailLink } from "@vitrine/bridge";

/** Where a link leads: scheme and host in its ASCII form, how that reads, and the whole address. */
export function LinkFacts({ url }: { readonly url: URL }) {
  const mail = readMailLink(url);
  if (mail?.ok === true) return <MailFacts mail={mail.mail} />;
  const international = unicodeHost(url.hostname);
  return (
    <>
      <p className="link-host">
        <span className="link-scheme">{url.protocol === "mailto:" ? url.protocol : `${url.protocol}//`}</span>
        <strong>{url.host}</strong>
      </p>
      <dl className="facts">
        {international !== undefined && (
          <>
            <dt>Reads as</dt>
            <dd>
              <Exact text={international.name} />
              <p className="caution">
                Written with {list(international.scripts)} letters; letters of different scripts can look the
                same.
              </p>
            </dd>
          </>
        )}
        <dt>Address</dt>
        <dd className="link-address">
          <code>
            <Exact text={url.href} />
          </code>
        </dd>
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

function MailFacts({ mail }: { readonly mail: MailLink }) {
  return (
    <>
      <p className="link-host">
        <span className="link-scheme">mailto:</span>
        <strong>
          <Exact text={mail.to.join(", ") || "nobody yet"} />
        </strong>
      </p>
      <dl className="facts">
        {mail.cc.length > 0 && (
          <>
            <dt>Copy to</dt>
            <dd>
              <Exact text={mail.cc.join(", ")} />
            </dd>
          </>
        )}
        <dt>Subject</dt>
        <dd>{mail.subject === "" ? "none" : <Exact text={mail.subject} />}</dd>
      </dl>
      {mail.body !== "" && <ExactLines label="Text of the mail" text={mail.body} />}
    </>
  );
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}
