import { createHash } from "node:crypto";
import { serverIdentity } from "@vitrine/bridge";

/**
 * The identity of a server behind a URL: the normalised URL, never a name it gives itself.
 * A query may carry a key, and identities are recorded and exported, so here a query counts by its digest only.
 */
export function httpIdentity(url: URL): string {
  return serverIdentity(shownUrl(url)) + (url.search === "" ? "" : `?${sha256(url.search)}`);
}

/** The identity of a server that is a process: what is run, with which arguments, and where. */
export function stdioIdentity(command: string, args: readonly string[], cwd: string): string {
  return sha256(JSON.stringify([command, ...args, cwd]));
}

/** A URL as people may see it: without user, password, query and fragment. */
export function shownUrl(url: URL): string {
  return url.origin + url.pathname;
}

function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
