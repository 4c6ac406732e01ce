import type { DownloadItem, Refusal } from "./action.ts";

const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:", "mailto:"]);

/**
 * Why a link may not be opened, whatever policy and person say: a scheme that runs code or reaches into the
 * person's machine, or a user part that disguises the host. `undefined` when it may.
 */
export function linkRefusal(url: URL): Refusal | undefined {
  if (!SCHEMES.has(url.protocol))
    return refuse(`Links to "${url.protocol}" are not opened, only https, http and mailto.`);
  if (url.username !== "" || url.password !== "")
    return refuse("Links with a user name in them are not opened.");
  return undefined;
}

/** Why files may not be saved: a link that is not fetched over http. */
export function downloadRefusal(items: readonly DownloadItem[]): Refusal | undefined {
  const bad = items.find((item) => item.kind === "link" && !/^https?:$/.test(item.url.protocol));
  return bad === undefined
    ? undefined
    : refuse(`"${bad.name}" is not fetched: only https and http links are.`);
}

function refuse(reason: string): Refusal {
  return { code: "refused", reason };
}
