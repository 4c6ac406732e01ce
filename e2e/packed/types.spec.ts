import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { packedWorkspace } from "../../scripts/packed-workspace.mjs";

const run = promisify(execFile);

/** What the compiler says of the consumer that uses every export, with `skipLibCheck: false`. */
async function compile(typescript: string, config: string): Promise<string> {
  const compiler = join(packedWorkspace, "node_modules", typescript, "bin/tsc");
  const directory = join(packedWorkspace, "consumers/types");
  const { stdout } = await run(process.execPath, [compiler, "-p", join(directory, config)]).catch(
    (error: { readonly stdout: string }) => error,
  );
  return stdout;
}

for (const version of ["5.9", "6.0", "7.0"]) {
  for (const [resolution, config] of [
    ["bundler", "tsconfig.json"],
    ["nodenext", "tsconfig.nodenext.json"],
  ] as const) {
    test(`every export compiles under TypeScript ${version} with module resolution ${resolution}`, async () => {
      // The types of the MCP SDK alone take a compiler a quarter of a minute.
      test.slow();
      expect(await compile(`typescript-${version}`, config)).toBe("");
    });
  }
}
