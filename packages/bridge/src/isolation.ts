import { VitrineError } from "./errors.ts";

/**
 * Throws `sandbox-not-isolated` when the sandbox cannot be kept apart from the host (spec 2026-01-26, "Sandbox
 * proxy" 1): the same host name, for ports divide neither cookies nor processes, or names that surely share a site.
 *
 * What is decided here needs no Public Suffix List: a host name and a name below it share a site unless the upper
 * one is a single label such as `localhost`, which browsers treat as a public suffix; below `localhost` the last two
 * labels are the site. `app.example.com` beside `proxy.example.com` cannot be told from two sites of a public suffix
 * here. The browser can: the sandbox refuses a proxy page that is requested with `Sec-Fetch-Site: same-site`.
 */
export function assertIsolated(sandboxProxy: URL, hostOrigin: string): void {
  const sandbox = sandboxProxy.hostname;
  const host = new URL(hostOrigin).hostname;
  const refuse = (why: string): never => {
    throw new VitrineError(
      "sandbox-not-isolated",
      `The sandbox ${sandboxProxy.origin} ${why} ${hostOrigin}, so a View could reach the host; ` +
        "serve the sandbox from a domain of its own (http://proxy.localhost:<port> for a host at http://localhost).",
    );
  };
  if (sandbox === host) refuse("has the same host name as");
  if (isBelow(sandbox, host) || isBelow(host, sandbox) || sameLocalSite(sandbox, host))
    refuse("shares its site with");
}

function isBelow(name: string, upper: string): boolean {
  return upper.includes(".") && name.endsWith(`.${upper}`);
}

function sameLocalSite(a: string, b: string): boolean {
  return lastTwoLabels(a) === lastTwoLabels(b) && a.endsWith(".localhost");
}

function lastTwoLabels(name: string): string {
  return name.split(".").slice(-2).join(".");
}
