import { hex } from "./hex.ts";

/**
 * SHA-256 as `sha256:` and 64 lowercase hex digits; a string counts as its UTF-8 bytes.
 * Uses WebCrypto, which browsers offer in secure contexts only (https, or a loopback host).
 */
export async function sha256(input: string | BufferSource): Promise<string> {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  return `sha256:${hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
}
