import { validateDomain } from "./csp.ts";
import { exactExcerpt } from "./hidden-characters.ts";
import { foreignAddress, isDeclared, loadedAddresses } from "./review-origins.ts";
import type { Hit, ReviewRule, ScannedTemplate } from "./review-rule.ts";
import type { Spot } from "./source-piece.ts";

/** Rules about what a template declares, and how that fits what is in it. */
export const declarationRules: readonly ReviewRule[] = [
  {
    // A View that reaches this machine or its network gets behind the firewall, where nothing asks who is calling.
    id: "private-network",
    severity: "blocking",
    *check(scan) {
      for (const domain of declared(scan)) {
        const verdict = validateDomain(domain);
        if (verdict.ok && !verdict.local) continue;
        yield { message: `It wants to reach ${domain}, which is on this machine or its network.` };
      }
    },
  },
  {
    id: "unencrypted",
    severity: "warning",
    *check(scan) {
      for (const domain of declared(scan)) {
        if (!/^(?:http|ws):/i.test(domain)) continue;
        yield {
          message: `It wants to reach ${domain} without encryption, so others can read and change what it loads.`,
        };
      }
    },
  },
  {
    id: "wildcard-origin",
    severity: "info",
    *check(scan) {
      for (const domain of declared(scan)) {
        if (!domain.includes("*")) continue;
        yield { message: `It may reach every host that ${domain} stands for, whoever runs it.` };
      }
    },
  },
  {
    id: "unused-origin",
    severity: "info",
    *check(scan) {
      const html = scan.template.html.toLowerCase();
      for (const domain of declared(scan)) {
        const host = domain.replace(/^[^:]+:\/\/(?:\*\.)?/, "").replace(/:\d+$/, "");
        if (html.includes(host.toLowerCase())) continue;
        yield { message: `It declares ${domain}, but nothing in it names that host.` };
      }
    },
  },
  {
    id: "undeclared-origin",
    severity: "warning",
    *check(scan) {
      for (const { url, as, spot } of loadedAddresses(scan)) {
        if (isDeclared(scan.template, url, as)) continue;
        yield {
          message: `It loads from ${url.origin}, which is not among its ${as}, so the browser refuses it.`,
          spot,
        };
      }
    },
  },
  {
    // What is approved is the digest of the HTML; a script that is loaded can be another one tomorrow.
    id: "remote-script",
    severity: "warning",
    *check(scan) {
      yield* remoteScripts(scan);
    },
  },
  {
    id: "metadata-conflict",
    severity: "warning",
    *check({ template }) {
      for (const { field, place, said, holds } of template.conflicts ?? []) {
        const where = place === "listing" ? "resources/list" : `the tool ${exactExcerpt(place.tool)}`;
        yield {
          message: `Its server contradicts itself about ${field}: ${where} says ${shown(said)}, but ${shown(holds)} holds.`,
        };
      }
    },
  },
];

function declared({ template: { csp } }: ScannedTemplate): readonly string[] {
  return [...new Set(Object.values(csp ?? {}).flat())];
}

function* remoteScripts(scan: ScannedTemplate): Generator<Hit> {
  const mayLoad = (url: URL): boolean => isDeclared(scan.template, url, "resourceDomains");
  for (const { tag, attributes, spot } of scan.html.elements) {
    const address = attributes.get("src") ?? attributes.get("href") ?? attributes.get("xlink:href") ?? "";
    const modulePreload =
      tag === "link" && /(?:^|\s)modulepreload(?:\s|$)/i.test(attributes.get("rel") ?? "");
    const url = tag === "script" || modulePreload ? foreignAddress(address) : undefined;
    if (url && mayLoad(url) && !attributes.has("integrity")) yield remoteScript(url.origin, spot);
  }
  for (const piece of scan.html.maps) {
    for (const { 0: text, index } of piece.text.matchAll(/https?:\/\/[^"\s]+/gi)) {
      const url = foreignAddress(text);
      if (url && mayLoad(url)) yield remoteScript(url.origin, { piece, offset: index });
    }
  }
  for (const { use, spot } of scan.scripts.flatMap(({ uses }) => uses)) {
    const url = use.use === "load" && use.as === "script" ? foreignAddress(use.url) : undefined;
    if (url && mayLoad(url)) yield remoteScript(url.origin, spot);
    // Where it leads is known when it runs; without resource domains it leads nowhere.
    const opens = use.use === "script-element" && (scan.template.csp?.resourceDomains ?? []).length > 0;
    if (opens) yield remoteScript("one of its resource domains", spot);
  }
}

function remoteScript(origin: string, spot: Spot): Hit {
  return {
    message: `It runs a script from ${origin} that is no part of what is approved and may change at any time.`,
    spot,
  };
}

function shown(json: string): string {
  return exactExcerpt(json.length > 120 ? `${json.slice(0, 120)}…` : json);
}
