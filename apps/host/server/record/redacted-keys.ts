/** Keys whose values are never recorded, as words. */
const SECRET_KEYS = [
  "password",
  "passwords",
  "passwd",
  "pwd",
  "passphrase",
  "passcode",
  "secret",
  "secrets",
  "token",
  "auth",
  "authorization",
  "api key",
  "api keys",
  "access key",
  "private key",
  "secret key",
  "signing key",
  "credential",
  "credentials",
  "cookie",
  "cookies",
  "set cookie",
  "session id",
  "otp",
  "cvv",
  "cvc",
  "ssn",
];

/** Shorter names are found as whole words only: `pin` is no part of `shipping`. */
const MIN_SUFFIX = 5;

/**
 * A test for keys that name a secret, however they are written: `apiKey`, `API_KEY`, `x-api-key` and `apikey` are the
 * same; `max_tokens` is no `token`.
 */
export function createKeyTest(more: readonly string[]): (key: string) => boolean {
  const names = [...SECRET_KEYS, ...more].map((name) => wordsOf(name)).filter((words) => words.length > 0);
  const spaced = names.map((words) => ` ${words.join(" ")} `);
  const joined = names.map((words) => words.join(""));
  const wholes = new Set(joined);
  const suffixes = joined.filter((name) => name.length >= MIN_SUFFIX);
  return (key) => {
    const words = wordsOf(key.slice(0, 256));
    const inWords = ` ${words.join(" ")} `;
    if (spaced.some((name) => inWords.includes(name))) return true;
    const asOne = words.join("");
    return wholes.has(asOne) || suffixes.some((name) => asOne.endsWith(name));
  };
}

/** `userAPIKey_2` → user, api, key, 2. */
function wordsOf(key: string): readonly string[] {
  return key
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
}
