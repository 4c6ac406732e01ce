import { signedBytes, type AuditCheckpoint } from "./audit-checkpoint.ts";
import type { AuditFields } from "./audit-payload.ts";
import { sha256 } from "./digest.ts";
import { VitrineError } from "./errors.ts";

/** The key that a log's checkpoints are signed with. */
export interface AuditKey {
  /** 32 raw bytes, base64url. */
  readonly key: string;
  /** SHA-256 of the raw key: short enough to be compared by a person. */
  readonly fingerprint: string;
  /**
   * Whether the caller named it. If not, it is the log's own word: the log is consistent, but somebody who rewrote all
   * of it could have signed it with a key of their own.
   */
  readonly given: boolean;
}

/** Checks the signatures of one log. */
export interface SignatureCheck {
  /** What is wrong with a checkpoint's key or signature; undefined if nothing is. */
  check(checkpoint: AuditFields & AuditCheckpoint): Promise<string | undefined>;
  /** The key of the checkpoints; undefined while there was none. */
  key(): Promise<AuditKey | undefined>;
}

const KEY_BYTES = 32;

/**
 * @param given The only key that may sign. Without it, the first checkpoint's key.
 * @throws VitrineError `invalid-argument` when `given` is no Ed25519 public key in base64url.
 */
export function createSignatureCheck(given: string | undefined): SignatureCheck {
  if (given !== undefined && fromBase64url(given)?.length !== KEY_BYTES) {
    throw new VitrineError(
      "invalid-argument",
      `The key "${given}" is no Ed25519 public key: give its 32 raw bytes in base64url.`,
    );
  }
  let known = given;
  let imported: Promise<CryptoKey> | undefined;

  return {
    async check(checkpoint) {
      const raw = fromBase64url(checkpoint.key);
      const signature = fromBase64url(checkpoint.signature);
      if (raw?.length !== KEY_BYTES || signature === undefined) return "its key or signature is malformed";
      known ??= checkpoint.key;
      if (checkpoint.key !== known) {
        return `it is signed with another key than ${given === undefined ? "the checkpoints before it" : "the one you gave"}`;
      }
      imported ??= crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
      const genuine = await crypto.subtle.verify(
        "Ed25519",
        await imported,
        signature,
        signedBytes(checkpoint),
      );
      return genuine ? undefined : "its signature does not match: it was changed or forged";
    },
    async key() {
      if (known === undefined) return undefined;
      return { key: known, fingerprint: await keyFingerprint(known), given: given !== undefined };
    },
  };
}

/** SHA-256 of an Ed25519 public key (base64url), as `sha256:` and 64 hex digits. */
export function keyFingerprint(key: string): Promise<string> {
  return sha256(fromBase64url(key) ?? new Uint8Array());
}

/** Undefined for anything but the one spelling that these bytes have. */
function fromBase64url(text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== "string" || !/^[\w-]*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const isCanonical = btoa(binary).replace(/=+$/, "") === text.replaceAll("-", "+").replaceAll("_", "/");
    return isCanonical ? Uint8Array.from(binary, (char) => char.charCodeAt(0)) : undefined;
  } catch {
    // A length that no bytes have.
    return undefined;
  }
}
