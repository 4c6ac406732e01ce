import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDemoServer } from "@vitrine/demo-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenHttp, temporaryDirectory } from "../running-host.fixture.ts";
import { review } from "./review.ts";

/** A server in a process of its own, whose templates are what a file beside it says at its start. */
const SERVER = `
  import { readFileSync } from "node:fs";
  import { createInterface } from "node:readline";
  const templates = JSON.parse(readFileSync("templates.json", "utf8"));
  const answers = {
    initialize: () => ({ protocolVersion: "2025-11-25", serverInfo: { name: "shop", version: "1" },
      capabilities: { tools: {}, resources: {} } }),
    "tools/list": () => ({ tools: Object.keys(templates).map((name) => ({ name, inputSchema: { type: "object" },
      _meta: { ui: { resourceUri: "ui://shop/" + name } } })) }),
    "resources/list": () => ({ resources: [] }),
    "resources/read": ({ uri }) => {
      const { html, ui } = templates[uri.slice(10)];
      return { contents: [{ uri, mimeType: "text/html;profile=mcp-app", text: html, _meta: { ui } }] };
    },
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) continue;
    const answer = answers[method];
    console.log(JSON.stringify({ jsonrpc: "2.0", id, ...(answer
      ? { result: answer(params) } : { error: { code: -32601, message: "no such method" } }) }));
  }`;

interface World {
  /** Says what the server has from now on. */
  readonly offer: (templates: Readonly<Record<string, { html: string; ui?: object }>>) => void;
  readonly run: (...args: readonly string[]) => Promise<{ code: number; out: string; err: string }>;
  readonly lockFile: string;
}

function world(more: object = {}): World {
  const directory = temporaryDirectory();
  const shop = {
    command: process.execPath,
    args: ["--input-type=module", "--eval", SERVER],
    cwd: directory,
  };
  writeFileSync(join(directory, "mcp.json"), JSON.stringify({ mcpServers: { shop, ...more } }));
  return {
    offer: (templates) => writeFileSync(join(directory, "templates.json"), JSON.stringify(templates)),
    async run(...args) {
      let [out, err] = ["", ""];
      const code = await review(["--config", "mcp.json", ...args], {
        env: {},
        directory,
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        signal: new AbortController().signal,
      });
      return { code, out, err };
    },
    lockFile: join(directory, "vitrine.lock.json"),
  };
}

const QUIET = { basket: { html: "<p>Basket</p>" } };

describe("vitrine review", () => {
  test("says what it finds in each template, and fails for what blocks", async () => {
    const { offer, run } = world();
    offer({
      ...QUIET,
      till: { html: "<input type=password>", ui: { csp: { connectDomains: ["http://a.example"] } } },
    });
    expect(await run()).toEqual({
      code: 1,
      err: "",
      out: `ui://shop/basket of shop
  nothing to remark on
ui://shop/till of shop
  warning  unencrypted: It wants to reach http://a.example without encryption, so others can read and change what it loads.
  info     unused-origin: It declares http://a.example, but nothing in it names that host.
  blocking credential-input: It asks for a password; only a server that you would tell it anyway should. [1:1] <input type=password>
`,
    });
    offer(QUIET);
    expect(await run("shop")).toMatchObject({ code: 0 });
  });

  test("passes unchanged against the lock file, and fails with what changed", async () => {
    const { offer, run, lockFile } = world();
    offer({ basket: { html: "<p>Basket</p>", ui: { csp: { connectDomains: ["https://a.example"] } } } });
    expect(await run("--update")).toMatchObject({ code: 0, err: "" });
    expect(await run("--lock")).toMatchObject({
      code: 0,
      out: "The templates are those of the lock file.\n",
    });
    const locked = readFileSync(lockFile, "utf8");

    offer({
      basket: {
        html: "<p>Basket.</p>",
        ui: { csp: { connectDomains: ["https://b.example"] }, permissions: { camera: {} } },
      },
      till: { html: "<p>Till</p>" },
    });
    const { code, out, err } = await run("--lock");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out.replaceAll(/sha256:[0-9a-f]{64}/g, "sha256:…")).toBe(`changed: ui://shop/basket of shop
  html
    - sha256:…
    + sha256:…
  csp
    - connectDomains https://a.example
    + connectDomains https://b.example
  permissions
    + camera
  digest
    - sha256:…
    + sha256:…
new: ui://shop/till of shop
  digest sha256:…
`);
    expect(readFileSync(lockFile, "utf8")).toBe(locked);

    expect(await run("--update")).toMatchObject({ code: 0, out });
    offer({ till: { html: "<p>Till</p>" } });
    const gone = await run("--lock", "--json");
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.out)).toMatchObject({
      changes: [{ change: "gone", server: "shop", uri: "ui://shop/basket" }],
    });
  });

  test("keeps the grants of versions that stay, and gives none to new ones", async () => {
    const { offer, run, lockFile } = world();
    offer({ basket: { html: "<script>eval(text)</script>" } });
    expect((await run("--update")).err).toContain(
      'ui://shop/basket of shop runs text as code; to let it, write "unsafeEval": true',
    );
    const granted = readFileSync(lockFile, "utf8").replace(/"digest"/, '"unsafeEval": true, "digest"');
    writeFileSync(lockFile, granted);
    expect((await run("--update")).err).toBe("");
    expect(readFileSync(lockFile, "utf8")).toContain('"unsafeEval": true');
    expect(await run("--lock")).toMatchObject({ code: 0 });
    offer({ basket: { html: "<script>eval(other)</script>" } });
    await run("--update");
    expect(readFileSync(lockFile, "utf8")).not.toContain("unsafeEval");
  });

  test("fails, and writes nothing, when a server or a template cannot be read", async () => {
    const url = await listenHttp((_request, response) => response.writeHead(500).end());
    const { offer, run, lockFile } = world({ away: { url: url.href } });
    offer({ basket: { html: "" } });
    const { code, err } = await run("--update");
    expect(code).toBe(1);
    expect(err).toMatch(/^shop: .*ui:\/\/shop\/basket/m);
    expect(err).toMatch(/^away: The server "away" .*500/m);
    expect(err).toContain("The lock file was not written");
    expect(existsSync(lockFile)).toBe(false);
    offer(QUIET);
    expect(await run("shop")).toMatchObject({ code: 0, err: "" });
  });

  test("reads servers over HTTP as well", async () => {
    const demo = await startDemoServer({ port: 0 });
    onTestFinished(() => demo.close());
    const { run } = world({ demo: { url: demo.url } });
    const { code, out, err } = await run("demo");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.match(/^ui:\/\/.* of demo$/gm)).toHaveLength(5);
  });

  test("says what is wrong with how it is called", async () => {
    const { offer, run } = world();
    offer(QUIET);
    await expect(run("shup")).rejects.toThrow('The config file has no server "shup": did you mean shop?');
    await expect(run("--lock")).rejects.toThrow("does not exist: make it by vitrine review --update.");
    await expect(run("--lock", "--update")).rejects.toThrow("use one of them");
  });
});
