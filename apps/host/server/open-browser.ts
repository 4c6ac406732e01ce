import { spawn } from "node:child_process";

/** Opens a page in the person's browser, where there is a display to show it on. Failing to is no failure. */
export function openBrowser(url: string, env: Readonly<Record<string, string | undefined>>): void {
  const command = browserCommand(url, process.platform, env);
  if (command === undefined) return;
  const [program, ...args] = command;
  spawn(program, args, { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
}

/** The command that opens `url`, or `undefined` where nobody could see it. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (env["CI"] !== undefined || env["SSH_CONNECTION"] !== undefined) return undefined;
  if (platform === "darwin") return ["open", url];
  if (platform === "win32") return ["cmd", "/c", "start", "", url];
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? ["xdg-open", url] : undefined;
}
