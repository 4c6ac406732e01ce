/**
 * Holds the packed library to the sizes that docs/embed.md states: builds each page of its table with Vite, from dist,
 * and fails when a page is larger than stated, or brings a package into the first load that is not stated.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { root, say } from "./run.mjs";

const DOC = "docs/embed.md";
const DIST = join(root, "packages/bridge/dist");
const ENTRY = join(root, "packages/bridge/size-of-this.js");
const ROW = /^\| `([^`]+)` +\| ([\d.]+) +\| ([\d.]+) +\| ([^|]*)\|$/gm;

const rows = [...readFileSync(join(root, DOC), "utf8").matchAll(ROW)].map(
  ([, page, first, all, packages]) => ({
    page,
    stated: { "first load": Number(first), "all in all": Number(all) },
    packages: packages.split(",").flatMap((name) => name.trim() || []),
  }),
);
if (rows.length === 0)
  fail(`${DOC} has no table of sizes: give each page a row "| \`page\` | kB | kB | packages |".`);

for (const { page, stated, packages } of rows) {
  const measured = page.startsWith("dist/") ? sizeOfDirectory(page) : await sizeOfBundle(page);
  for (const [name, limit] of Object.entries(stated)) {
    const size = measured[name];
    const mend = `make it smaller, or state what it is now and why in ${DOC}`;
    if (size > limit) fail(`${page}: ${name} is ${size} kB, and ${DOC} states ${limit}; ${mend}.`);
    if (size < limit * 0.8 - 0.5)
      fail(`${page}: ${name} is only ${size} kB, and ${DOC} states ${limit}; state that.`);
  }
  const stray = measured.packages.filter((name) => !packages.includes(name));
  const gone = packages.filter((name) => !measured.packages.includes(name));
  if (stray.length > 0)
    fail(`${page} loads ${stray.join(", ")} at first: import it where it is used, by import().`);
  if (gone.length > 0) fail(`${page} no longer loads ${gone.join(", ")} at first: take it out of ${DOC}.`);
}
say(`Sizes are those of ${DOC}.`);

async function sizeOfBundle(page) {
  const { output } = await build({
    root: join(root, "packages/bridge"),
    configFile: false,
    logLevel: "error",
    plugins: [
      {
        name: "size-of-this",
        resolveId: (id) => (id === ENTRY ? id : undefined),
        load: (id) => (id === ENTRY ? page : undefined),
      },
    ],
    build: {
      write: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: "strict" },
    },
  });
  const chunks = new Map(output.map((file) => [file.fileName, file]));
  const first = new Set();
  const load = (file) => {
    if (first.has(file)) return;
    first.add(file);
    for (const name of file.imports) load(chunks.get(name));
  };
  load(output.find((file) => file.isEntry));
  const modules = [...first].flatMap((file) => Object.entries(file.modules));
  const packages = modules
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .flatMap(([id]) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? []);
  return {
    "first load": kilobytes([...first].map(({ code }) => code)),
    "all in all": kilobytes(output.map(({ code, source }) => code ?? source)),
    packages: [...new Set(packages)],
  };
}

/** What is on disk: the module itself, and everything beside it that it may load later. */
function sizeOfDirectory(page) {
  const directory = join(DIST, "browser");
  const scripts = readdirSync(directory).filter((name) => name.endsWith(".js") && name !== "index.js");
  const read = (name) => readFileSync(join(directory, name), "utf8");
  const first = new Set();
  const load = (name) => {
    if (first.has(name)) return;
    first.add(name);
    for (const [, imported] of read(name).matchAll(
      /(?:^|[;}])(?:import|export)\b[^;"'`(]*["'`]\.\/([^"'`]+)/g,
    ))
      load(imported);
  };
  load(page.split("/").at(-1));
  return {
    "first load": kilobytes([...first].map(read)),
    "all in all": kilobytes(scripts.map(read)),
    packages: [],
  };
}

function kilobytes(codes) {
  return Math.round(codes.reduce((sum, code) => sum + gzipSync(code).length, 0) / 100) / 10;
}

function fail(sentence) {
  say(sentence);
  process.exit(1);
}
