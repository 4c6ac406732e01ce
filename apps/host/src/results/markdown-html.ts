import { Marked, type Tokens } from "marked";

/** Links that a person can judge by reading them. */
const LINK = /^(?:https?:\/\/|mailto:)/i;

const marked = new Marked({ gfm: true, breaks: true, async: false });
marked.use({
  renderer: {
    // Shown as it was written: tags of a stranger are words to read, never markup of this page.
    html({ text, block }: Tokens.HTML | Tokens.Tag) {
      return block ? `<p>${escapeHtml(text)}</p>\n` : escapeHtml(text);
    },
    // One level, below that of the card: a stranger's text has no say in how the page is divided.
    heading({ tokens }) {
      return `<h3>${this.parser.parseInline(tokens)}</h3>\n`;
    },
    image: ({ text }) => escapeHtml(text),
    link({ href, tokens }) {
      return LINK.test(href) ? false : this.parser.parseInline(tokens);
    },
  },
});

/** Beyond these, parsing can take seconds or run out of stack: nested quotes and half-open emphasis cost the square. */
const MAX_CHARACTERS = 20_000;
const MAX_MARKERS = 400;

/**
 * The HTML of a Markdown text without its own HTML and images, and with links of the web and of mail only. A text
 * that is made to be hard to parse is shown as it was written.
 */
export function markdownHtml(text: string): string {
  const markers = text.match(/[*_~`[\]<>|#]/g)?.length ?? 0;
  if (text.length > MAX_CHARACTERS || markers > MAX_MARKERS) return `<pre>${escapeHtml(text)}</pre>`;
  return marked.parse(text) as string;
}

/** The text as HTML that shows it. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
