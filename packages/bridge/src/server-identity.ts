import { VitrineError } from "./errors.ts";

/**
 * The identity of a server that is reached by URL: who approvals, cached templates and sandbox labels belong to.
 * It is the address and never what the server says of itself, because a name can be claimed by anybody.
 *
 * Normalised: scheme and host in lower case, no default port, no user, no fragment, no slash at the end of the
 * path. The query stays, because two tenants of one address are two servers; a secret belongs into a header, not
 * there, as the identity is written to the audit log. For stdio servers the host's own server computes the
 * identity from command, arguments and working directory.
 *
 * @throws VitrineError `invalid-argument` when `url` is not an http or https URL.
 */
export function serverIdentity(url: URL | string): string {
  if (!URL.canParse(url)) {
    throw new VitrineError(
      "invalid-argument",
      `"${String(url)}" is not a URL; give the server's full address.`,
    );
  }
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new VitrineError(
      "invalid-argument",
      `An MCP server's URL starts with http: or https:, not ${protocol}`,
    );
  }
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}${search}`;
}
