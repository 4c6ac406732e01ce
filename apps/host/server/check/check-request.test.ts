import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../running-host.fixture.ts";
import { INHERITED } from "../stdio-process.ts";
import { readCheckRequest, type CheckRequest } from "./check-request.ts";

let directory = "";

beforeEach(() => {
  directory = temporaryDirectory();
  writeFileSync(
    join(directory, "mcp.json"),
    JSON.stringify({
      mcpServers: {
        shop: { url: "https://shop.example/mcp", headers: { Authorization: "Bearer ${TOKEN}" } },
        time: { command: "node", args: ["time.js"], env: { ZONE: "UTC" }, cwd: "servers" },
      },
    }),
  );
  writeFileSync(join(directory, "args.json"), '{"show": {"id": 1}, "pay": {"sum": 2}}');
});

function read(...args: readonly string[]): CheckRequest {
  const request = readCheckRequest(args, { directory, env: { TOKEN: "t0" } });
  if (request === "help") throw new Error("It only wants help.");
  return request;
}

describe("readCheckRequest", () => {
  test("takes servers of the config file by name, with their credentials, or all of them", () => {
    const shop = {
      name: "shop",
      server: { url: "https://shop.example/mcp", headers: { Authorization: "Bearer t0" } },
    };
    expect(read("--config", "mcp.json", "shop").servers).toEqual([shop]);
    expect(read("--config", "mcp.json").servers).toEqual([
      shop,
      {
        name: "time",
        server: {
          command: "node",
          args: ["time.js"],
          env: { ZONE: "UTC" },
          inherit: INHERITED,
          cwd: join(directory, "servers"),
        },
      },
    ]);
  });

  test("takes a URL, and a command with options of its own, and names neither by what may be secret", () => {
    expect(read("https://shop.example/mcp?key=1").servers).toEqual([
      { name: "https://shop.example/mcp", server: { url: "https://shop.example/mcp?key=1" } },
    ]);
    expect(read("--deny", "--", "node", "server.js", "--stdio", "--report").servers).toEqual([
      {
        name: "node",
        server: { command: "node", args: ["server.js", "--stdio", "--report"], cwd: directory },
      },
    ]);
  });

  test("takes input for tools one by one and from a file, the later one counts", () => {
    const { choice } = read("--args", "args.json", "--args", 'pay={"sum": 3}', "--tool", "pay", "http://a/");
    expect(choice).toEqual({ tools: ["pay"], args: { show: { id: 1 }, pay: { sum: 3 } } });
  });

  test("takes grants of both kinds", () => {
    expect(read("--grant", "eval", "--grant", "http://localhost:3000", "http://a/").grants).toEqual({
      unsafeEval: true,
      localDomains: ["http://localhost:3000"],
    });
    expect(read("http://a/").grants).toEqual({});
  });

  test.each([
    [[], /^Name the server/],
    [["--config", "mcp.json", "--", "node"], /in one way/],
    [["--config", "mcp.json", "shup"], /did you mean shop\?/],
    [["http://a/", "http://b/"], /Unexpected argument "http:\/\/b\/"/],
    [["--fail-on", "note", "http://a/"], /--fail-on takes error or warning/],
    [["--args", "show={", "http://a/"], /--args show is no valid JSON/],
    [["--args", "missing.json", "http://a/"], /there is no file .*missing\.json/],
    [["--args", "mcp.json", "--args", 'show={"a": 1}', "--grant", "all", "http://a/"], /--grant takes eval/],
    [["--repot", "x", "http://a/"], /did you mean --report\?/],
  ])("says what is wrong with %j", (args, sentence) => {
    expect(() => read(...args)).toThrow(sentence);
  });
});
