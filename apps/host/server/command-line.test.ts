import { describe, expect, test } from "vitest";
import { parseCommandLine, USAGE } from "./command-line.ts";
import { StartupError } from "./startup-error.ts";

const env = { XDG_DATA_HOME: "/share" };
const parse = (...args: readonly string[]): unknown => parseCommandLine(args, env, "/here");

describe("The command line", () => {
  test("has safe defaults", () => {
    expect(parse()).toEqual({
      kind: "run",
      port: 5180,
      sandboxPort: 5181,
      data: "/share/vitrine",
      open: true,
    });
  });

  test("takes each option, with a space or an equals sign", () => {
    expect(parse("--config", "mcp.json", "--port=0", "--sandbox-port", "0", "--data=d", "--no-open")).toEqual(
      {
        kind: "run",
        config: "/here/mcp.json",
        port: 0,
        sandboxPort: 0,
        data: "/here/d",
        open: false,
      },
    );
  });

  test("starts relative paths where the caller of npm stands", () => {
    expect(
      parseCommandLine(["--config", "mcp.json"], { ...env, INIT_CWD: "/caller" }, "/package"),
    ).toMatchObject({
      config: "/caller/mcp.json",
    });
  });

  test("ignores a relative XDG_DATA_HOME", () => {
    expect(parseCommandLine([], { XDG_DATA_HOME: "share" }, "/here")).toMatchObject({
      data: expect.stringMatching(/^\/.*\/\.local\/share\/vitrine$/) as string,
    });
  });

  test("prefers help and version to everything else", () => {
    expect(parse("--help", "--port", "1")).toEqual({ kind: "help" });
    expect(parse("--version")).toEqual({ kind: "version" });
  });

  test("lists the subcommands in its help", () => {
    expect(USAGE).toContain("policy               say what would happen with an action");
  });

  test.each([
    [["--prot", "1"], "Unknown option --prot: did you mean --port?"],
    [["--zzzzzzzz"], "Unknown option --zzzzzzzz: see --help"],
    [["-x"], "Unknown option -x: see --help"],
    [["mcp.json"], 'Unexpected argument "mcp.json": pass a config file as --config FILE.'],
    [["polcy", "explain"], 'Unexpected argument "polcy": did you mean "policy"?'],
    [["--config"], "--config needs a value, see --help."],
    [["--no-open=yes"], '--no-open takes no value: remove "=yes".'],
    [["--port", "http"], '--port must be a number from 0 to 65535, not "http".'],
    [["--port", "65536"], '--port must be a number from 0 to 65535, not "65536".'],
    [["--port", "5181"], "--port and --sandbox-port are both 5181: the sandbox needs a port of its own."],
  ])("refuses %j with a sentence", (args, sentence) => {
    expect(() => parse(...args)).toThrow(new StartupError(2, sentence));
  });
});
