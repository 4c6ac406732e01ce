import { VitrineError } from "../errors.ts";
import { hex } from "../hex.ts";
import type { TemplateFacts } from "../template.ts";

/** What the host's server vouches for when it hands out a ticket: this template, approved, in this page. */
export interface TicketClaims {
  readonly v: 1;
  /** The server's identity: Views of one server share a process, and a declared domain gets a stable origin. */
  readonly identity: string;
  readonly uri: string;
  /** The template digest that was approved; recomputed from `facts` by the sandbox. */
  readonly digest: string;
  readonly facts: TemplateFacts;
  /** `eval` was approved for this digest. */
  readonly unsafeEval?: true;
  /** The only origin that may use the ticket and frame the View. */
  readonly embedder: string;
  /** Unix time in seconds; the ticket is worthless from then on. */
  readonly exp: number;
}

/** Claims of one ticket. */
export interface SignedClaims extends TicketClaims {
  /** Random: tells apart the tickets for one template, each of which is good for one View. */
  readonly nonce: string;
}

/** A ticket that was checked, or why it is refused. */
export type TicketVerdict =
  { readonly ok: true; readonly claims: SignedClaims } | { readonly ok: false; readonly reason: string };

/** Shared by the host's server, which signs, and the sandbox, which verifies. At least 32 bytes of randomness. */
export type SandboxKey = string | Uint8Array;

const MIN_KEY_BYTES = 32;

/**
 * Writes a ticket, good for one View: `base64url(claims and a nonce as JSON).base64url(HMAC-SHA256)`.
 * Throws `invalid-argument` for a short key.
 */
export async function signTicket(key: SandboxKey, claims: TicketClaims): Promise<string> {
  const signed: SignedClaims = { ...claims, nonce: hex(crypto.getRandomValues(new Uint8Array(16))) };
  const payload = base64url(new TextEncoder().encode(JSON.stringify(signed)));
  return `${payload}.${base64url(await sign(key, "ticket", payload))}`;
}

/** Checks a ticket. `now` is Unix time in seconds. Throws `invalid-argument` for a short key, for nothing else. */
export async function verifyTicket(key: SandboxKey, text: string, now: number): Promise<TicketVerdict> {
  const [payload = "", mac = "", ...rest] = text.split(".");
  const signature = fromBase64url(mac);
  const bytes = fromBase64url(payload);
  const hmacKey = await importKey(key);
  if (rest.length > 0 || signature === undefined || bytes === undefined) {
    return { ok: false, reason: "The ticket is malformed." };
  }
  // WebCrypto compares in constant time.
  if (!(await crypto.subtle.verify("HMAC", hmacKey, signature, message("ticket", payload)))) {
    return { ok: false, reason: "The ticket was not signed with this sandbox's key." };
  }
  const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isClaims(claims)) return { ok: false, reason: "The ticket is of another version." };
  if (!(claims.exp > now)) return { ok: false, reason: "The ticket has expired." };
  return { ok: true, claims };
}

function isClaims(value: unknown): value is SignedClaims {
  const { v, identity, uri, digest, facts, embedder, exp, nonce } = value as Partial<SignedClaims>;
  const strings = [identity, uri, digest, embedder, nonce, facts?.htmlDigest];
  return v === 1 && typeof exp === "number" && strings.every((text) => typeof text === "string");
}

/**
 * HMAC-SHA256 of `text` for one `purpose`; what was made for one is no ticket, label or anything else for another.
 * Throws `invalid-argument` for a short key.
 */
export async function sign(key: SandboxKey, purpose: "ticket" | "label", text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(key), message(purpose, text)));
}

/** Throws `invalid-argument` when `key` is too short to keep a forger out. */
export function assertSandboxKey(key: SandboxKey): void {
  if (keyBytes(key).byteLength < MIN_KEY_BYTES) {
    throw new VitrineError(
      "invalid-argument",
      `The sandbox key has fewer than ${MIN_KEY_BYTES} bytes; use crypto.getRandomValues(new Uint8Array(32)).`,
    );
  }
}

function keyBytes(key: SandboxKey): Uint8Array<ArrayBuffer> {
  return typeof key === "string" ? new TextEncoder().encode(key) : new Uint8Array(key);
}

function importKey(key: SandboxKey): Promise<CryptoKey> {
  assertSandboxKey(key);
  return crypto.subtle.importKey("raw", keyBytes(key), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
}

function message(purpose: string, text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`vitrine:${purpose}:${text}`);
}

function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    // The last character may have bits that mean nothing; one ticket has one spelling.
    return base64url(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}
