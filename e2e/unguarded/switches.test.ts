import { readFileSync } from "node:fs";
import { minify, parseAst, transformWithOxc } from "vite";
import { describe, expect, test } from "vitest";
import { rewrite } from "./rewrite.ts";
import { switches } from "./switches.ts";

const sourceOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

/** What a source does, whatever it looks like. */
async function meaning(file: string, source: string): Promise<string> {
  const { code } = await transformWithOxc(source, file, { lang: file.endsWith("x") ? "tsx" : "ts" });
  const minified = await minify(file, code, { mangle: false });
  // The tree without places: the minifier keeps some parentheses that say nothing.
  return JSON.stringify(parseAst(minified.code), (key, value: unknown) =>
    key === "start" || key === "end" ? undefined : value,
  );
}

test("every switch has a name of its own", () => {
  expect(new Set(switches.map(({ name }) => name)).size).toBe(switches.length);
});

describe.each([...new Set(switches.map(({ file }) => file))])("%s", (file) => {
  const own = switches.filter((guard) => guard.file === file);
  const source = sourceOf(file);

  test("has each switch exactly once, and means what it meant while none is switched off", async () => {
    const rewritten = rewrite(source, own, () => "false");
    expect(await meaning(file, rewritten)).toBe(await meaning(file, source));
  });

  test.each(own)("means something else without $name", async (guard) => {
    const rewritten = rewrite(source, [guard], () => "true");
    expect(await meaning(file, rewritten)).not.toBe(await meaning(file, source));
  });
});

test("a guard whose text is gone, or stands twice, is named with its file", () => {
  const guard = { name: "door", file: "house.ts", guard: "lock(door)", without: "" };
  expect(() => rewrite("open(door)", [guard])).toThrow('The guard "door" stands 0 times in house.ts');
  expect(() => rewrite("lock(door); lock(door)", [guard])).toThrow("stands 2 times");
  expect(rewrite("lock(\n  door,\n);", [guard], () => "off")).toBe("(off ? () : (lock(\n  door,\n)));");
});
