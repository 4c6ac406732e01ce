import DOMPurify from "dompurify";
import { Marked } from "marked";

const TAGS = [
  ..."a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i li ol p pre s strong sub sup".split(" "),
  ..."table tbody td th thead tr ul".split(" "),
];

const marked = new Marked({ gfm: true, breaks: true, async: false });

/**
 * HTML that is safe to show in the page: words, lists, tables and links of http, https and mailto. No images, no
 * styles, no forms, no ids: nothing that loads, looks like the host, or answers to its scripts.
 */
export function cleanMarkdown(text: string): string {
  const html = marked.parse(text) as string;
  return DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start"],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
