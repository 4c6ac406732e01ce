/** The path of the Chromium that the tests run in. Throws when there is none. */
export function chromiumPath(): string;
/** Finds a Chromium for the tests, or installs one. Throws when that is not possible. */
export function ensureChromium(): Promise<void>;
