/** Types that a browser shows without running anything: SVG is left out because it is a document. */
const SHOWN = {
  image: /^image\/(png|jpeg|gif|webp|avif|bmp)$/i,
  audio: /^audio\/[\w.+-]+$/i,
} as const;

/** A `data:` URL for an image or sound of a result; undefined when it is not of a type that is shown. */
export function dataUrl(kind: keyof typeof SHOWN, mimeType: string, data: string): string | undefined {
  if (!SHOWN[kind].test(mimeType) || !/^[\w+/=-]*$/.test(data)) return undefined;
  return `data:${mimeType};base64,${data}`;
}
