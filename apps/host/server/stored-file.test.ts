import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { temporaryDirectory } from "./running-host.fixture.ts";
import { createStoredFile } from "./stored-file.ts";

const stored = (file: string): ReturnType<typeof createStoredFile<readonly string[]>> =>
  createStoredFile<readonly string[]>({ file, schema: z.array(z.string()), initial: [] });

test("A stored file can be read by its owner only, and so can a directory that is made for it", async () => {
  const directory = join(temporaryDirectory(), "data");
  const file = join(directory, "list.json");

  await stored(file).change(() => ["tea"]);

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

describe("A link that somebody laid into the data directory", () => {
  const lay = (name: string): { readonly victim: string; readonly file: string } => {
    const directory = temporaryDirectory();
    const victim = join(directory, "victim.txt");
    writeFileSync(victim, '["mine"]');
    symlinkSync(victim, join(directory, name));
    return { victim, file: join(directory, "list.json") };
  };

  test("is written through by whoever does not look", () => {
    const name = `list.json.${process.pid}.new`;
    const { victim, file } = lay(name);
    writeFileSync(join(file, "..", name), "[]");
    expect(readFileSync(victim, "utf8")).toBe("[]");
  });

  test.each([`list.json.${process.pid}.new`, "list.json"])(
    "is replaced and not written through: %s",
    async (name) => {
      const { victim, file } = lay(name);

      await stored(file).change(() => ["tea"]);

      expect(readFileSync(victim, "utf8")).toBe('["mine"]');
      expect(lstatSync(file).isSymbolicLink()).toBe(false);
      expect(await stored(file).read()).toEqual(["tea"]);
    },
  );
});
