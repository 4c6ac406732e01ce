/** What a `mailto:` link would put into a new mail. */
export interface MailLink {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** A mail that can be shown as it will be, or why it cannot. */
export type MailLinkReading =
  { readonly ok: true; readonly mail: MailLink } | { readonly ok: false; readonly reason: string };

const HEADERS: ReadonlySet<string> = new Set(["to", "cc", "subject", "body"]);

/**
 * Reads a `mailto:` link (RFC 6068); `undefined` for any other link. A link that sets other headers than to, cc,
 * subject and body is not read: `bcc` and `attach` act behind the back of whoever sends the mail.
 */
export function readMailLink(url: URL): MailLinkReading | undefined {
  if (url.protocol !== "mailto:") return undefined;
  // A mail link has none (RFC 6068), and a mail program that knows no fragments reads headers out of it.
  if (url.href.includes("#")) {
    return {
      ok: false,
      reason: "This mail link has a part behind a # that cannot be shown; it is not opened.",
    };
  }
  const fields = new Map<string, string[]>([["to", [url.pathname]]]);
  for (const pair of url.search.slice(1).split("&")) {
    if (pair === "") continue;
    const [name = "", ...value] = pair.split("=");
    const header = decoded(name)?.toLowerCase();
    if (header === undefined || !HEADERS.has(header)) {
      return {
        ok: false,
        reason: "Mail links set to, cc, subject and body; this one sets something else too.",
      };
    }
    fields.set(header, [...(fields.get(header) ?? []), value.join("=")]);
  }
  const [to, cc, subject, body] = ["to", "cc", "subject", "body"].map((name) =>
    (fields.get(name) ?? []).map(decoded),
  );
  const lines = [to, cc, subject].flatMap((values) => values ?? []);
  // A line break in a header begins another header.
  if ([...lines, ...(body ?? [])].includes(undefined) || lines.some((value) => /\p{Cc}/u.test(value ?? ""))) {
    return { ok: false, reason: "This mail link is malformed and is not opened." };
  }
  if ((subject?.length ?? 0) > 1 || (body?.length ?? 0) > 1) {
    return { ok: false, reason: "This mail link sets its subject or body twice and is not opened." };
  }
  return {
    ok: true,
    mail: { to: addresses(to), cc: addresses(cc), subject: subject?.[0] ?? "", body: body?.[0] ?? "" },
  };
}

/** A plus is a plus here, unlike in a form. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function addresses(values: readonly (string | undefined)[] = []): readonly string[] {
  return values
    .flatMap((value) => (value ?? "").split(","))
    .map((address) => address.trim())
    .filter((address) => address !== "");
}
