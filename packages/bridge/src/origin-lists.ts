import { declaredDomains } from "./csp.ts";
import { VitrineError } from "./errors.ts";
import type { TemplateFacts } from "./template.ts";

/**
 * The host's own word on which origins templates may declare; it goes before every approval. A pattern is
 * `scheme://host` or `scheme://host:port`; `*` stands for any scheme, for any port, for any host, or, as `*.`, for
 * whatever is below a domain: `https://*.example.com`, `*://example.com:*`.
 */
export interface OriginLists {
  /** With this list, every other declared origin is refused; an empty one refuses all. Default: no such list. */
  readonly allow?: readonly string[];
  /**
   * Refused, whatever else allows it: the host of the pattern under every scheme, at every port unless one is named,
   * and each declared wildcard that would take it in. Default: nothing.
   */
  readonly block?: readonly string[];
}

interface Pattern {
  readonly text: string;
  /** `*` or a scheme without colon. */
  readonly scheme: string;
  /** `*`, `*.example.com` or `example.com`. */
  readonly host: string;
  /** `*`, a number, or empty for the scheme's own. */
  readonly port: string;
}

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const PATTERN = new RegExp(
  `^(\\*|https?|wss?)://(\\*|(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*)(?::(\\*|[1-9][0-9]{0,4}))?$`,
  "i",
);
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", ws: "80", https: "443", wss: "443" };

/** Whether a text is a pattern of {@link OriginLists}. */
export function isOriginPattern(text: string): boolean {
  return PATTERN.test(text);
}

/** Judges declarations: the reason why a template must not run here, naming the rule, or `undefined`. */
export type OriginJudge = (facts: TemplateFacts) => string | undefined;

/**
 * Compiles the lists.
 * @throws VitrineError `invalid-argument` for a pattern that is none.
 */
export function createOriginJudge({ allow, block = [] }: OriginLists): OriginJudge {
  const allowed = allow?.map(parse);
  const blocked = block.map(parse);

  return ({ csp }) => {
    for (const domain of declaredDomains(csp)) {
      const declared = parse(domain);
      const rule = blocked.find((pattern) => overlaps(pattern, declared));
      if (rule) return `It declares ${domain}, which this host blocks by the rule "${rule.text}".`;
      if (allowed && !allowed.some((pattern) => contains(pattern, declared))) {
        return `It declares ${domain}, which is not in this host's list of allowed origins.`;
      }
    }
    return undefined;
  };
}

function parse(text: string): Pattern {
  const match = PATTERN.exec(text.toLowerCase());
  if (!match) {
    const mend = "write https://host, https://*.host or https://host:port";
    throw new VitrineError("invalid-argument", `${JSON.stringify(text)} is no pattern of origins: ${mend}.`);
  }
  const [, scheme = "", host = "", port = ""] = match;
  return { text, scheme, host, port };
}

/** Whether everything that `declared` lets a View reach is allowed by `pattern`. */
function contains(pattern: Pattern, declared: Pattern): boolean {
  if (pattern.scheme !== "*" && pattern.scheme !== declared.scheme) return false;
  if (pattern.port !== "*" && portOf(pattern, declared.scheme) !== portOf(declared, declared.scheme)) {
    return false;
  }
  return (
    pattern.host === "*" || pattern.host === declared.host || isBelow(declared.host, parentOf(pattern.host))
  );
}

/**
 * Whether `declared` lets a View reach anything that `pattern` names. The scheme does not count: a browser takes
 * `http://a.example` in a policy for `https://a.example` as well, and `ws:` goes to the same host.
 */
function overlaps(pattern: Pattern, declared: Pattern): boolean {
  const anyPort = pattern.port === "*" || pattern.port === "";
  if (!anyPort && !portsOf(declared).includes(pattern.port)) return false;
  return (
    pattern.host === "*" ||
    pattern.host === declared.host ||
    isBelow(declared.host, parentOf(pattern.host)) ||
    isBelow(pattern.host, parentOf(declared.host))
  );
}

/** `.example.com` of `*.example.com`; nothing of a host without a wildcard. */
function parentOf(host: string): string | undefined {
  return host.startsWith("*.") ? host.slice(1) : undefined;
}

function isBelow(host: string, parent: string | undefined): boolean {
  return parent !== undefined && host.endsWith(parent);
}

function portOf({ port }: Pattern, scheme: string): string {
  return port || (DEFAULT_PORTS[scheme] ?? "");
}

/** A declared port 80, or none, is also 443 once the browser upgrades the scheme. */
function portsOf(declared: Pattern): readonly string[] {
  const port = portOf(declared, declared.scheme);
  return port === "80" ? ["80", "443"] : [port];
}
