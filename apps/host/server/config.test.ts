import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig, type Config } from "./config.ts";
import { defaultLimits } from "./limits.ts";
import { temporaryDirectory } from "./running-host.fixture.ts";
import { StartupError } from "./startup-error.ts";

function read(text: string, env: Record<string, string> = {}): Config {
  const directory = temporaryDirectory();
  const file = join(directory, "mcp.json");
  writeFileSync(file, text);
  try {
    return readConfig({ file, directory: "/here", env });
  } catch (error) {
    throw error instanceof StartupError ? new Error(error.message.replace(directory, "")) : error;
  }
}

describe("A config file", () => {
  test("gives servers over HTTP and as processes", () => {
    const { servers } = read(
      `{
        // comments and trailing commas are fine
        "mcpServers": {
          "web": { "type": "http", "url": "HTTPS://Example.com:443/mcp?key=\${KEY}", "headers": { "X-Key": "\${KEY}" } },
          "local": { "command": "node", "args": ["server.js", "\${MODE:-quiet}"], "env": { "KEY": "\${KEY}" }, "cwd": "a" },
          "off": { "command": "node", "disabled": true },
        },
      }`,
      { KEY: "k1" },
    );

    expect(servers).toMatchObject([
      {
        name: "web",
        transport: "http",
        identity: expect.stringMatching(/^https:\/\/example\.com\/mcp\?sha256:[0-9a-f]{64}$/) as string,
        address: "https://example.com/mcp",
        headers: { "X-Key": "k1" },
        templates: "trust-on-first-use",
      },
      {
        name: "local",
        transport: "stdio",
        identity: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
        address: "node server.js ${MODE:-quiet}",
        args: ["server.js", "quiet"],
        env: { KEY: "k1" },
        cwd: "/here/a",
      },
    ]);
    expect(servers).toHaveLength(2);
  });

  test("sets the lists of origins that templates may declare", () => {
    const origins = { allow: ["https://*.example.com"], block: ["*://evil.example.com:*"] };
    expect(read(JSON.stringify({ mcpServers: {}, vitrine: { origins } })).origins).toEqual(origins);
    expect(read('{ "mcpServers": {} }').origins).toEqual({});
  });

  test("sets policy, template mode and limits", () => {
    const config = read(`{ "mcpServers": {}, "vitrine": {
      "templates": "ask",
      "policy": [{ "server": "shop", "tool": "pay_*", "verdict": "ask" }],
      "limits": { "pages": 3, "view": { "callsAtOnce": 2 } } } }`);

    expect(config).toMatchObject({
      templates: "ask",
      policy: [{ server: "shop", tool: "pay_*", verdict: "ask" }],
      limits: { ...defaultLimits, pages: 3 },
      viewLimits: { callsAtOnce: 2 },
    });
  });

  test("may hold what other programs keep in it", () => {
    const { warnings } = read(
      `{ "globalShortcut": "", "mcpServers": { "a": { "command": "a", "autoApprove": [] } } }`,
    );
    expect(warnings).toEqual([
      expect.stringContaining('mcp.json:1:3: "globalShortcut" is not known here and is passed over.'),
      expect.stringContaining('mcp.json:1:64: "autoApprove" is not known here and is passed over.'),
    ]);
  });

  test("warns of rules that can never decide, with both places", () => {
    const { warnings, policyPlaces } = read(`{ "mcpServers": {}, "vitrine": { "policy": [
      { "tool": "*", "verdict": "ask" },
      { "tool": "pay", "verdict": "deny" }] } }`);
    expect(policyPlaces).toEqual([expect.stringMatching(/:2:7$/), expect.stringMatching(/:3:7$/)]);
    expect(warnings).toEqual([
      expect.stringMatching(
        /mcp\.json:3:7: rule 2 can never decide: rule 1 holds first \(.*mcp\.json:2:7\)\.$/,
      ),
    ]);
  });

  test.each([
    ["", "/mcp.json:1:1: the file is no valid JSON: value expected here."],
    ['{\n  "mcpServers" {}\n}', "/mcp.json:2:16: the file is no valid JSON: colon expected here."],
    ["[]", '/mcp.json:1:1: the file must be an object such as { "mcpServers": {} }.'],
    ["{}", '/mcp.json:1:1: "mcpServers" must be an object that gives each server a name.'],
    ['{ "mcpServer": {} }', '/mcp.json:1:3: "mcpServer" is not known here: did you mean "mcpServers"?'],
    ['{ "servers": {} }', '/mcp.json:1:3: "servers" is not known here: did you mean "mcpServers"?'],
    [
      '{ "mcpServers": {\n "a": { "comand": "x" } } }',
      '/mcp.json:2:9: "comand" is not known here: did you mean "command"?',
    ],
    ['{ "mcpServers": {\n "a": {} } }', '/mcp.json:2:2: mcpServers.a needs either "command" or "url".'],
    [
      '{ "mcpServers": { "a": { "command": "x", "url": "y" } } }',
      '/mcp.json:1:19: mcpServers.a needs either "command" or "url".',
    ],
    [
      '{ "mcpServers": { "a": 1 } }',
      '/mcp.json:1:19: mcpServers.a must be an object with "command" or "url".',
    ],
    [
      '{ "mcpServers": { "a/b": { "command": "x" } } }',
      '/mcp.json:1:19: the server name "a/b" must have 1 to 100 characters, no slash, and not only dots.',
    ],
    [
      '{ "mcpServers": { "..": { "command": "x" } } }',
      '/mcp.json:1:19: the server name ".." must have 1 to 100 characters, no slash, and not only dots.',
    ],
    [
      '{ "mcpServers": { "a": { "__proto__": { "command": "x" } } } }',
      '/mcp.json:1:19: mcpServers.a needs either "command" or "url".',
    ],
    [
      '{ "__proto__": { "mcpServers": {} } }',
      '/mcp.json:1:1: "mcpServers" must be an object that gives each server a name.',
    ],
    [
      '{ "mcpServers": { "a": { "command": "x", "args": ["y", 1] } } }',
      "/mcp.json:1:56: mcpServers.a.args[1] must be text in quotes.",
    ],
    [
      '{ "mcpServers": { "a": { "command": "x", "env": { "PORT": 1 } } } }',
      "/mcp.json:1:51: mcpServers.a.env.PORT must be text in quotes.",
    ],
    ['{ "mcpServers": { "a": { "url": "example.com" } } }', "/mcp.json:1:26: mcpServers.a.url is not a URL."],
    [
      '{ "mcpServers": { "a": { "url": "file:///a" } } }',
      "/mcp.json:1:26: mcpServers.a.url must start with http:// or https://.",
    ],
    [
      '{ "mcpServers": { "a": { "url": "http://u:p@b/" } } }',
      '/mcp.json:1:26: mcpServers.a.url must not hold a password: use "headers".',
    ],
    [
      '{ "mcpServers": { "a": { "url": "http://b/", "type": "sse" } } }',
      "/mcp.json:1:46: mcpServers.a uses the retired SSE transport: give its Streamable HTTP URL.",
    ],
    [
      '{ "mcpServers": { "a": { "url": "http://b/", "headers": { "Host": "c" } } } }',
      "/mcp.json:1:59: the header Host is set by the relay: remove it.",
    ],
    [
      '{ "mcpServers": { "a": { "url": "http://b/", "headers": { "X-A": "b\\r\\nc" } } } }',
      "/mcp.json:1:59: mcpServers.a.headers.X-A holds characters that no header may have.",
    ],
    [
      '{ "mcpServers": { "a": { "command": "${NOPE}" } } }',
      "/mcp.json:1:26: the environment variable NOPE is not set: set it, or write ${NOPE:-default}.",
    ],
    [
      '{ "mcpServers": { "a": { "command": "x", "env": { "K": "${env:K}" } } } }',
      "/mcp.json:1:51: ${env:K} is not of the form ${NAME} or ${NAME:-default}.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "template": "ask" } }',
      '/mcp.json:1:34: "template" is not known here: did you mean "templates"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "colour": 1 } }',
      '/mcp.json:1:34: "colour" is not known here: use one of templates, origins, policy, limits, record.',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "templates": "tofu" } }',
      '/mcp.json:1:34: vitrine.templates must be "trust-on-first-use", "ask" or "block".',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "policy": [\n{ "tool": "a" }] } }',
      '/mcp.json:2:1: vitrine.policy[0].verdict must be "allow", "ask" or "deny".',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "policy": [\n{ "tol": "a", "verdict": "ask" }] } }',
      '/mcp.json:2:3: "tol" is not known here: did you mean "tool"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "origins": { "block": [\n"https://a.example",\n"evil.example/x"] } } }',
      '/mcp.json:3:1: vitrine.origins.block[1] must be an origin such as "https://api.example.com" or "https://*.example.com".',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "origins": { "allow": "https://a.example" } } }',
      "/mcp.json:1:47: vitrine.origins.allow must be a list of origins.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "origins": { "alow": [] } } }',
      '/mcp.json:1:47: "alow" is not known here: did you mean "allow"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "page": 1 } } }',
      '/mcp.json:1:46: "page" is not known here: did you mean "pages"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "pages": 0 } } }',
      "/mcp.json:1:46: vitrine.limits.pages must be at least 1.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "view": {\n "callAtOnce": 1 } } } }',
      '/mcp.json:2:2: "callAtOnce" is not known here: did you mean "callsAtOnce"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "view": {\n "hungSeconds": 4 } } } }',
      "/mcp.json:2:2: vitrine.limits.view.hungSeconds must be at least 5.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "view": { "messageCharacters": 1e9 } } } }',
      "/mcp.json:1:56: vitrine.limits.view.messageCharacters must be at most 67108864.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "limits": { "view": { "callsAtOnce": "8" } } } }',
      "/mcp.json:1:56: vitrine.limits.view.callsAtOnce must be a whole number.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "record": {\n"retainDays": 0 } } }',
      "/mcp.json:2:1: vitrine.record.retainDays must be at least 1.",
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "record": { "redact": {\n"key": ["pin"] } } } }',
      '/mcp.json:2:1: "key" is not known here: did you mean "keys"?',
    ],
    [
      '{ "mcpServers": {}, "vitrine": { "record": { "redact": { "patterns": [\n"T[0-9]{16}", "(a+)+" ] } } } }',
      "/mcp.json:2:15: vitrine.record.redact.patterns[1] could take exponential time: repeat no group that holds a " +
        "repeat or a choice.",
    ],
  ])("is refused with file, line, column and mend: %s", (text, sentence) => {
    expect(() => read(text)).toThrow(new Error(sentence));
  });

  test("is refused with a sentence when it does not exist", () => {
    expect(() => readConfig({ file: "/nope.json", directory: "/", env: {} })).toThrow(
      new StartupError(2, "/nope.json does not exist: check the path after --config."),
    );
  });
});
