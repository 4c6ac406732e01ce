/** Builds each View's folder into one HTML file without references: `dist/views/<name>.html`. */
import { mkdir, rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

const names = ["basket", "tea-card", "dashboard", "chart", "restock"];
const outDir = fileURLToPath(new URL("../dist/views/", import.meta.url));

await rm(outDir, { recursive: true, force: true });
await mkdir(outDir, { recursive: true });
for (const name of names) {
  await build({
    root: fileURLToPath(new URL(`./${name}/`, import.meta.url)),
    configFile: false,
    logLevel: "warn",
    plugins: [viteSingleFile()],
    build: {
      // The first browsers with light-dark(); for older ones it would be rewritten into what a theme cannot switch.
      target: ["chrome123", "firefox120", "safari17.5"],
      outDir,
      emptyOutDir: false,
      reportCompressedSize: false,
      // The SDK logs every message; a View on the message path stays silent.
      rolldownOptions: {
        output: { minify: { compress: { dropConsole: true }, mangle: true, codegen: true } },
      },
    },
  });
  await rename(`${outDir}index.html`, `${outDir}${name}.html`);
}
