import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { startTestHost, stdioServer, temporaryDirectory, type TestPage } from "./running-host.fixture.ts";

const PING = { jsonrpc: "2.0", id: 1, method: "ping" };

/** A command that leaves a mark when it is run. */
function marking(): { readonly mark: string; readonly command: string; readonly args: readonly string[] } {
  const mark = join(temporaryDirectory(), "it-ran");
  return {
    mark,
    command: process.execPath,
    args: ["--eval", `require("node:fs").writeFileSync(${JSON.stringify(mark)}, "")`],
  };
}

const send = (page: TestPage, method: string, path: string, text: string): Promise<Response> =>
  page.fetch(path, { method, body: text, headers: { "Content-Type": "application/json" } });

describe("A command that a page wants run", () => {
  test("is run when it stands in the config file", async () => {
    const { mark, command, args } = marking();
    const directory = temporaryDirectory();
    const file = join(directory, "mcp.json");
    writeFileSync(file, JSON.stringify({ mcpServers: { evil: { command, args } } }));
    const { openPage } = await startTestHost(readConfig({ file, directory, env: {} }));

    await (await openPage()).post("evil", PING);

    await expect.poll(() => existsSync(mark)).toBe(true);
  });

  test.each<[string, (entry: object) => string]>([
    ["as a server", (entry) => JSON.stringify({ name: "evil", ...entry })],
    ["beside a URL", (entry) => JSON.stringify({ name: "evil", url: "https://1.1.1.1/", ...entry })],
    [
      "as the transport",
      (entry) => JSON.stringify({ url: "https://1.1.1.1/", transport: "stdio", ...entry }),
    ],
    ["as a whole config", (entry) => JSON.stringify({ mcpServers: { evil: entry } })],
    ["as the prototype", (entry) => `{ "url": "https://1.1.1.1/", "__proto__": ${JSON.stringify(entry)} }`],
    [
      "as the constructor",
      (entry) => `{ "url": "https://1.1.1.1/", "constructor": { "prototype": ${JSON.stringify(entry)} } }`,
    ],
    ["as a URL of another scheme", (entry) => JSON.stringify({ url: `stdio:${JSON.stringify(entry)}` })],
    ["in a list", (entry) => JSON.stringify([{ url: "https://1.1.1.1/", ...entry }])],
  ])("is not run %s", async (_, write) => {
    const { mark, command, args } = marking();
    const { openPage } = await startTestHost();
    const page = await openPage();

    for (const method of ["POST", "PUT", "PATCH"]) {
      for (const path of ["/api/servers", "/api/servers/evil", "/mcp/evil"]) {
        const { status } = await send(page, method, path, write({ command, args }));
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }
    }
    await expect(page.post("evil", PING)).rejects.toThrow("404");
    const { servers } = (await (await page.fetch("/api/bootstrap")).json()) as { servers: unknown };
    expect(servers).toEqual([]);
    expect(existsSync(mark)).toBe(false);
    expect(({} as { command?: string }).command).toBeUndefined();
  });

  test("does not take the place of a configured one, by whatever name", async () => {
    const { mark, command, args } = marking();
    const { openPage } = await startTestHost({ servers: [stdioServer("process.stdin.resume()")] });
    const page = await openPage();
    for (const name of [
      "process",
      " process",
      "process ",
      "../process",
      "..",
      "pro\u0000cess",
      "pro\u202Ecess",
    ]) {
      const wanted = { name, url: "http://127.0.0.1:9/", confirmed: true };
      expect((await send(page, "POST", "/api/servers", JSON.stringify(wanted))).ok).toBe(false);
      const changed = JSON.stringify({ name, command, args });
      expect((await send(page, "POST", "/api/servers", changed)).ok).toBe(false);
    }
    expect((await page.fetch("/api/servers/process", { method: "DELETE" })).status).toBe(403);
    await page.post("process", PING);
    expect(existsSync(mark)).toBe(false);
  });

  test("is not run by a message to a process, which gets it as a line and through no shell", async () => {
    const { mark, command, args } = marking();
    const echo = `process.stdin.on("data", (text) => process.stdout.write(text));`;
    const { openPage } = await startTestHost({ servers: [stdioServer(echo)] });
    const page = await openPage();
    const message = {
      ...PING,
      method: `$(${command} ${args.join(" ")}); \`${command}\`\n`,
      params: { command, args },
    };

    await page.post("process", message);

    expect(await page.frame((frame) => "message" in frame)).toMatchObject({ message });
    expect(existsSync(mark)).toBe(false);
  });
});
