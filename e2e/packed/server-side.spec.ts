import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";
import { startPackage } from "../fixtures/process.ts";

const run = promisify(execFile);

/** Runs a module in plain Node that resolves from `directory`, and returns what it printed, warnings included. */
async function runNode(directory: string, module: string): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", module], {
    cwd: join(packedWorkspace, directory),
  });
  return stdout + stderr;
}

test.describe("On a server, where there is no window", () => {
  for (const path of ["", "/browser", "/element", "/react", "/sandbox", "/testing"]) {
    test(`@vitrine/bridge${path} can be imported`, async () => {
      const module = `const all = await import("@vitrine/bridge${path}"); console.log(typeof Object.values(all)[0]);`;
      expect(await runNode("consumers", module)).toMatch(/^(function|object)\n$/);
    });
  }

  for (const [version, directory] of [
    ["18.3.1", "react-18"],
    ["19.3.1", "consumers"],
  ] as const) {
    test(`<McpApp> renders its container with React ${version}, and warns of nothing`, async () => {
      const printed = await runNode(
        directory,
        `import { createElement, StrictMode, version } from "react";
         import { renderToString } from "react-dom/server";
         import { McpApp } from "@vitrine/bridge/react";
         import { recordingServer } from "@vitrine/bridge/testing";
         const app = createElement(McpApp, { server: recordingServer(), tool: "show_basket", className: "app" });
         console.log(version, renderToString(createElement(StrictMode, null, app)));`,
      );
      expect(printed).toBe(`${version} <div class="app"></div>\n`);
    });
  }

  test("the React export is a client module, so that a server component can render <McpApp>", async () => {
    const module = join(packedWorkspace, "node_modules/@vitrine/bridge/dist/react/index.js");
    expect(await readFile(module, "utf8")).toMatch(/^(\/\*\*[^]*?\*\/\n)?"use client";\n/);
  });
});

/** What a hostile MCP server answers. */
const ANSWERS: Readonly<Record<string, readonly [status: number, headers: OutgoingHttpHeaders]>> = {
  GET: [200, { "content-type": "text/html" }],
  POST: [200, { "content-type": "application/json", "set-cookie": "a=b", "clear-site-data": '"*"' }],
  DELETE: [307, { location: "/elsewhere" }],
  PUT: [405, { "content-type": "text/html" }],
};

for (const name of ["embed-chat", "embed-element", "embed-react"]) {
  test(`${name} forwards MCP, and no document, cookie or redirect, either way`, async () => {
    const received: IncomingMessage[] = [];
    const hostile = createServer((asked, response) => {
      received.push(asked);
      const [status, headers] = ANSWERS[asked.method ?? ""] ?? [404, {}];
      response.writeHead(status, headers).end("<script>alert(1)</script>");
    }).listen(0, "127.0.0.1");
    await once(hostile, "listening");
    const { port } = hostile.address() as AddressInfo;
    const example = startPackage(join(packedWorkspace, "examples", name), {
      PORT: "0",
      MCP_URL: `http://127.0.0.1:${port}/mcp`,
    });
    try {
      const address = (await example.line(/^Ready at /)).replace("Ready at ", "");
      const ask = (method: string, dest = "empty"): Promise<Response> => {
        const headers = { "sec-fetch-site": "same-origin", "sec-fetch-dest": dest, cookie: "session=1" };
        return fetch(`${address}/mcp`, { method, headers, redirect: "manual" });
      };
      expect(await ask("GET", "document")).toMatchObject({ status: 403 });
      expect(await ask("GET")).toMatchObject({ status: 502 });
      expect(await ask("DELETE")).toMatchObject({ status: 502 });
      const refused = await ask("PUT");
      expect([refused.status, await refused.text()]).toEqual([405, ""]);

      const answered = await ask("POST");
      expect([answered.status, await answered.text()]).toEqual([200, "<script>alert(1)</script>"]);
      expect(Object.fromEntries(answered.headers)).toMatchObject({
        "content-type": "application/json",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
      });
      for (const header of ["set-cookie", "clear-site-data"])
        expect(answered.headers.has(header)).toBe(false);
      expect(received.map(({ method }) => method)).toEqual(
        expect.arrayContaining(["GET", "DELETE", "PUT", "POST"]),
      );
      expect(received.filter(({ url, headers }) => url !== "/mcp" || headers.cookie !== undefined)).toEqual(
        [],
      );
    } finally {
      await example.stop();
      hostile.close();
    }
  });
}

test("embed-plain signs tickets for its own page alone, under its own name", async () => {
  const example = startPackage(join(packedWorkspace, "examples/embed-plain"), {
    PORT: "0",
    SANDBOX_PORT: "0",
  });
  try {
    const address = (await example.line(/^Ready at /)).replace("Ready at ", "");
    // `fetch` sends no Host but the address's own.
    const ask = async (headers: Readonly<Record<string, string>>): Promise<string> => {
      const asked = request(`${address}/ticket`, { method: "POST", headers }).end();
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      return text(answer);
    };
    const refusal = "This is for the page alone.";
    expect(await ask({ "sec-fetch-site": "same-origin" })).not.toBe(refusal);
    expect(await ask({ "sec-fetch-site": "same-site" })).toBe(refusal);
    expect(await ask({ "sec-fetch-site": "same-origin", host: "rebound.example" })).toBe(refusal);
  } finally {
    await example.stop();
  }
});
