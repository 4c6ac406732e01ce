import DOMPurify from "dompurify";
import { escapeHtml, markdownHtml } from "./markdown-html.ts";

const TAGS = [
  ..."a blockquote br code del em h3 hr li ol p pre strong".split(" "),
  ..."table tbody td th thead tr ul".split(" "),
];

/**
 * HTML that is safe to show in the page: words, lists, tables and links of http, https and mailto. No images, no
 * styles, no forms, no ids: nothing that loads, looks like the host, or answers to its scripts.
 */
export function cleanMarkdown(text: string): string {
  // In a browser that it cannot work in, the purifier gives back what it was given.
  if (!DOMPurify.isSupported) return escapeHtml(text);
  return DOMPurify.sanitize(markdownHtml(text), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href", "start"],
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });
}
