import { parseTemplate } from "./read-template.ts";
import type { Finding } from "./review.ts";
import { reviewTemplate } from "./review-template.ts";
import { type Template, TEMPLATE_MIME_TYPE } from "./template.ts";

/** What a server says about a template, but for its HTML. */
export interface Said {
  readonly csp?: Readonly<Record<string, readonly string[]>>;
  readonly listing?: unknown;
  readonly tools?: ReadonlyMap<string, unknown>;
}

/** A template as it is read from a server. */
export async function templateOf(html: string, { csp, listing, tools }: Said = {}): Promise<Template> {
  const uri = "ui://shop/app";
  const content = { uri, mimeType: TEMPLATE_MIME_TYPE, text: html, ...(csp && { _meta: { ui: { csp } } }) };
  const { template } = await parseTemplate({
    uri,
    contents: [content],
    ...(listing !== undefined && { listing }),
    ...(tools && { tools }),
  });
  return template;
}

/** What its review finds. */
export async function findingsOf(html: string, said: Said = {}): Promise<readonly Finding[]> {
  return reviewTemplate(await templateOf(html, said));
}

/** The names of the rules that find something, in order. */
export async function rulesOf(html: string, said: Said = {}): Promise<readonly string[]> {
  return (await findingsOf(html, said)).map(({ rule }) => rule);
}
