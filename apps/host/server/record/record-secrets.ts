import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from "node:crypto";
import { join } from "node:path";
import { canonicalJson, type AuditSeal } from "@vitrine/bridge";
import { StartupError } from "../startup-error.ts";
import { keptSecret } from "./private-file.ts";

/**
 * What signs the record's checkpoints: the Ed25519 key pair in `record-key.pem` of the data directory, made at the
 * first call.
 *
 * @throws StartupError with exit code 1 when the file is no such key.
 */
export function recordSeal(data: string): AuditSeal {
  const file = join(data, "record-key.pem");
  const pem = keptSecret(file, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }),
  );
  const key = parseKey(file, pem);
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return { key: x!, sign: (bytes) => new Uint8Array(sign(null, bytes, key)) };
}

function parseKey(file: string, pem: Buffer): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // Told below.
  }
  throw new StartupError(
    1,
    `${file} holds no Ed25519 private key: put the key back, or move the file away to sign with a new one.`,
  );
}

/** Computes the `argumentsDigest` of unredacted arguments. */
export type DigestArguments = (value: unknown) => string;

const SALT_BYTES = 32;

/**
 * HMAC-SHA-256 under the salt in `record-salt` of the data directory, made at the first call: who knows the record but
 * not the salt cannot try out what was redacted.
 *
 * @throws StartupError with exit code 1 when the file is not what was made.
 */
export function recordDigest(data: string): DigestArguments {
  const file = join(data, "record-salt");
  const salt = keptSecret(file, () => randomBytes(SALT_BYTES));
  if (salt.length !== SALT_BYTES) {
    throw new StartupError(1, `${file} is damaged: put it back, or move it away to use a new salt.`);
  }
  return (value) => `hmac-sha256:${createHmac("sha256", salt).update(jsonText(value)).digest("hex")}`;
}

/** Canonical where RFC 8785 can carry the value; otherwise the text that stands for it in the record. */
function jsonText(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return JSON.stringify(value);
  }
}
