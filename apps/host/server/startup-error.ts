/**
 * Stops the start. `message` is one sentence for a person; `exitCode` is 2 for what the caller wrote
 * (command line, config, environment) and 1 for what the machine said (a port in use, an unreadable file).
 */
export class StartupError extends Error {
  override readonly name = "StartupError";
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
