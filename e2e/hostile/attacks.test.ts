import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { attacks } from "./attacks.ts";
import { guards } from "./guards.ts";

const here = new URL("./", import.meta.url);
const specs = readdirSync(here)
  .filter((name) => name.endsWith(".spec.ts"))
  .map((name) => readFileSync(new URL(name, here), "utf8"))
  .join("\n");

/** The rows of SECURITY.md's tables, as cells without the padding. */
const rows = readFileSync(new URL("../../SECURITY.md", here), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );

test("every attack has a name of its own, and a pair of tests", () => {
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
  expect(attacks.filter(({ id }) => !specs.includes(`"${id}"`)).map(({ id }) => id)).toEqual([]);
});

test("every guard that can be switched off is what stops an attack", () => {
  const used = new Set(attacks.flatMap((attack) => attack.guards));
  expect(guards.filter(({ name }) => !used.has(name)).map(({ name }) => name)).toEqual([]);
});

test("SECURITY.md lists exactly these attacks, with what stops them and who judges", () => {
  expect(rows).toEqual(
    attacks.map(({ id, tries, guards: stops, judge }) => [
      `\`${id}\``,
      tries,
      stops.map((name) => `\`${name}\``).join(", "),
      judge,
    ]),
  );
});

test("SECURITY.md names unit tests that there are", () => {
  const text = readFileSync(new URL("../../SECURITY.md", here), "utf8");
  const named = [...text.matchAll(/\]\(([^)]+\.test\.ts)\): "([^"]+)"/g)];
  const source = (file: string): string => readFileSync(new URL(`../../${file}`, here), "utf8");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, file = "", title = ""]) => !source(file).includes(`"${title}"`))).toEqual([]);
});

test("SECURITY.md says how many there are", () => {
  const text = readFileSync(new URL("../../SECURITY.md", here), "utf8");
  expect(text).toContain(`${attacks.length} attacks`);
});
