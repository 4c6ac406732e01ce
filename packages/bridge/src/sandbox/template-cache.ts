/** HTML by its digest, bounded by bytes; what was used longest ago goes first. */
export interface TemplateCache {
  get(htmlDigest: string): Uint8Array<ArrayBuffer> | undefined;
  set(htmlDigest: string, bytes: Uint8Array<ArrayBuffer>): void;
}

/** Creates a {@link TemplateCache} that holds at most `maxBytes` in all. */
export function createTemplateCache(maxBytes: number): TemplateCache {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  let size = 0;
  const remove = (htmlDigest: string): Uint8Array<ArrayBuffer> | undefined => {
    const bytes = entries.get(htmlDigest);
    if (bytes === undefined) return undefined;
    entries.delete(htmlDigest);
    size -= bytes.byteLength;
    return bytes;
  };
  const add = (htmlDigest: string, bytes: Uint8Array<ArrayBuffer>): void => {
    entries.set(htmlDigest, bytes);
    size += bytes.byteLength;
  };
  return {
    get(htmlDigest) {
      const bytes = remove(htmlDigest);
      if (bytes !== undefined) add(htmlDigest, bytes);
      return bytes;
    },
    set(htmlDigest, bytes) {
      remove(htmlDigest);
      add(htmlDigest, bytes);
      for (const oldest of entries.keys()) {
        if (size <= maxBytes) return;
        remove(oldest);
      }
    },
  };
}
