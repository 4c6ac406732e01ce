import { cssReferences } from "./css-references.ts";
import type { ScannedTemplate } from "./review-rule.ts";
import type { Spot } from "./source-piece.ts";
import type { Template } from "./template.ts";

/** An address of another origin that a template loads, as far as that is written in it. */
export interface LoadedAddress {
  readonly url: URL;
  /** The declaration that would have to allow it. */
  readonly as: "connectDomains" | "resourceDomains" | "frameDomains";
  readonly spot: Spot;
}

/** A View's own origin; whatever is relative to it goes nowhere else. */
const OWN = "https://view.invalid";
const RESOURCE_LINK =
  /(?:^|\s)(?:stylesheet|icon|apple-touch-icon|mask-icon|manifest|preload|modulepreload|prefetch)(?:\s|$)/i;
const USED_AS = { connect: "connectDomains", script: "resourceDomains", frame: "frameDomains" } as const;

/** The address, if it is one of another origin. */
export function foreignAddress(text: string): URL | undefined {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed, OWN)) return undefined;
  const url = new URL(trimmed, OWN);
  return /^(?:https?|wss?):$/.test(url.protocol) && url.origin !== OWN ? url : undefined;
}

/** Whether what the template declares lets the browser load this address. */
export function isDeclared({ csp }: Template, url: URL, as: LoadedAddress["as"]): boolean {
  return (csp?.[as] ?? []).some((source) => covers(source, url));
}

/** CSP Level 3, "Does url match expression in origin": a scheme covers its encrypted form, a wildcard what is below it. */
function covers(source: string, url: URL): boolean {
  const wildcard = source.includes("://*.");
  if (!URL.canParse(source.replace("*.", ""))) return false;
  const allowed = new URL(source.replace("*.", ""));
  const schemes: Readonly<Record<string, string>> = {
    "http:": "http: https:",
    "https:": "https:",
    "ws:": "ws: wss: http: https:",
    "wss:": "wss: https:",
  };
  const host = wildcard ? url.hostname.endsWith(`.${allowed.hostname}`) : url.hostname === allowed.hostname;
  const upgraded = allowed.port === "" && url.port === "";
  return (
    host &&
    (upgraded || allowed.port === url.port) &&
    (schemes[allowed.protocol] ?? "").split(" ").includes(url.protocol)
  );
}

/** Everything of another origin that the markup, the styles and the code of a template load by a fixed address. */
export function loadedAddresses(scan: ScannedTemplate): readonly LoadedAddress[] {
  const found: LoadedAddress[] = [];
  const add = (text: string | undefined, as: LoadedAddress["as"], spot: Spot): void => {
    const url = text === undefined ? undefined : foreignAddress(text);
    if (url) found.push({ url, as, spot });
  };
  for (const { tag, attributes, spot } of scan.html.elements) {
    switch (tag) {
      case "script":
      case "image":
      case "use":
        add(
          attributes.get("src") ?? attributes.get("href") ?? attributes.get("xlink:href"),
          "resourceDomains",
          spot,
        );
        break;
      case "link":
        if (RESOURCE_LINK.test(attributes.get("rel") ?? ""))
          add(attributes.get("href"), "resourceDomains", spot);
        break;
      case "iframe":
      case "frame":
        add(attributes.get("src"), "frameDomains", spot);
        break;
      case "img":
      case "source":
      case "video":
      case "audio":
      case "track":
      case "input":
        add(attributes.get("src"), "resourceDomains", spot);
        add(attributes.get("poster"), "resourceDomains", spot);
        for (const item of attributes.get("srcset")?.split(",") ?? []) {
          add(item.trim().split(/\s/)[0], "resourceDomains", spot);
        }
        break;
      default:
    }
  }
  for (const piece of scan.html.styles) {
    for (const { url, start } of cssReferences(piece.text))
      add(url, "resourceDomains", { piece, offset: start });
  }
  for (const { uses } of scan.scripts) {
    for (const { use, spot } of uses) if (use.use === "load") add(use.url, USED_AS[use.as], spot);
  }
  return found;
}
