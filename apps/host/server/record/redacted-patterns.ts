/**
 * What secrets look like, wherever they stand. Each begins with something literal, so that looking for it takes time
 * in proportion to the text.
 */
export const defaultPatterns: readonly RegExp[] = [
  // Credentials of an HTTP header (RFC 6750, RFC 7617).
  /\b(?:Bearer|Basic)\s{1,8}[\w.~+/-]{8,}={0,2}/gi,
  // JSON Web Tokens (RFC 7519): the first two parts are JSON objects in base64url.
  /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/g,
  /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----END)[\s\S])*(?:-----END [A-Z0-9 ]{0,48}-----)?/g,
  // Keys that say by their first letters whose they are.
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_][\w-]{16,}/g,
  /\bsk-[A-Za-z0-9]{20,}/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_\w{20,}/g,
  /\bglpat-[\w-]{16,}/g,
  /\bxox[abeoprs]-[\w-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[\w-]{35}/g,
  /\bya29\.[\w-]{20,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bpypi-[\w-]{30,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bwhsec_[A-Za-z0-9+/=]{16,}/g,
  /\bhf_[A-Za-z0-9]{30,}/g,
];
