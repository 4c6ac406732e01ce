import type { DownloadItem, Refusal } from "./action.ts";
import { readMailLink } from "./mail-link.ts";

const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "mailto:"]);

/**
 * Why a link may not be opened, whatever policy and person say: a scheme that runs code or reaches into the
 * person's machine, a user part that disguises the host, or a mail with headers that nobody sees. `undefined` when
 * it may.
 */
export function linkRefusal(url: URL): Refusal | undefined {
  if (!SCHEMES.has(url.protocol))
    return refuse(`Links to "${url.protocol}" are not opened, only https, http and mailto.`);
  if (hasUser(url)) return refuse("Links with a user name in them are not opened.");
  const mail = readMailLink(url);
  return mail?.ok === false ? refuse(mail.reason) : undefined;
}

/**
 * Why files may not be saved, whatever policy and person say: a link that is not of http or that hides its host, or
 * more links than one. `undefined` when they may.
 */
export function downloadRefusal(items: readonly DownloadItem[]): Refusal | undefined {
  const links = items.filter((item) => item.kind === "link");
  const bad = links.find(({ url }) => !/^https?:$/.test(url.protocol));
  if (bad !== undefined) return refuse(`"${bad.name}" is not downloaded: only https and http links are.`);
  const disguised = links.find(({ url }) => hasUser(url));
  if (disguised !== undefined)
    return refuse(`"${disguised.name}" is not downloaded: its link has a user name in it.`);
  // Each opens a tab, and a browser gives one tab for one answer of the person.
  if (links.length > 1) return refuse("Only one link can be downloaded at a time; ask for each on its own.");
  return undefined;
}

/** `https://bank.example@evil.example/` reads as if it led to the bank. */
function hasUser({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

function refuse(reason: string): Refusal {
  return { code: "refused", reason };
}
