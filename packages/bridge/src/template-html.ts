import { VitrineError } from "./errors.ts";

/** Where the HTML is, and how much of it is taken. */
export interface TemplateHtmlSource {
  readonly uri: string;
  /** One item of the `contents` of `resources/read`. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly maxBytes: number;
  /** Receives a sentence about what was odd but harmless. */
  readonly issues: string[];
}

/**
 * Reads the HTML out of a content: `text`, or `blob` in base64 of UTF-8 (spec 2026-01-26, "Content Requirements").
 * A byte order mark stays in the string, so that its UTF-8 bytes are those the server sent and the digest covers.
 *
 * @throws VitrineError `template-invalid`
 */
export function readTemplateHtml({ uri, content, maxBytes, issues }: TemplateHtmlSource): {
  html: string;
  size: number;
} {
  const { text, blob } = content;
  const invalid = (problem: string): VitrineError =>
    new VitrineError("template-invalid", `The UI resource ${uri} ${problem}.`);
  const tooLarge = (): VitrineError => {
    const limit = `${(maxBytes / 1024 / 1024).toFixed(1)} MiB`;
    return invalid(`is larger than ${limit}; make it smaller, or raise the host's limit`);
  };

  if (typeof text === "string") {
    if (blob !== undefined)
      issues.push("The server sent both text and blob; the text is used and the blob ignored.");
    // No UTF-8 byte stands for less than one UTF-16 unit, so what is too long here is so in bytes as well.
    if (text.length > maxBytes) throw tooLarge();
    if (text === "") throw invalid("is empty; return its HTML as text");
    // A lone surrogate has no UTF-8 form: what is hashed and served would differ from what was reviewed.
    if (/\p{Surrogate}/u.test(text)) throw invalid("holds half of a surrogate pair; send valid Unicode");
    const size = new TextEncoder().encode(text).byteLength;
    if (size > maxBytes) throw tooLarge();
    return { html: text, size };
  }
  if (typeof blob !== "string") throw invalid("has neither text nor blob; return its HTML as text");
  // Base64 with line breaks is less than one and a half times its bytes: no need to decode more than that.
  if (blob.length > maxBytes * 1.5) throw tooLarge();
  const bytes = decodeBase64(blob);
  if (bytes === undefined)
    throw invalid("has a blob that is not base64; encode it, or return the HTML as text");
  if (bytes.byteLength > maxBytes) throw tooLarge();
  if (bytes.byteLength === 0) throw invalid("is empty; return its HTML as text");
  try {
    const html = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { html, size: bytes.byteLength };
  } catch {
    throw invalid("has a blob that is not UTF-8; serve it in UTF-8");
  }
}

function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
