import { defaultClientConditions, defineConfig, type Plugin } from "vite";

/** The kit's page takes the core from the browser's bundle: one copy, and that bundle stays a single module. */
const coreFromBundle: Plugin = {
  name: "core-from-bundle",
  enforce: "pre",
  resolveId(source, importer) {
    const fromPage = importer?.includes("/src/playwright/page/") && source.startsWith("../../");
    return fromPage ? { id: "../browser/vitrine.js", external: true } : undefined;
  },
};

/** What a page loads without a build step of its own; `tsc` has written the types beside it. */
export default defineConfig({
  // Addresses of chunks and of the review's worker are relative to the module, wherever it is served from.
  base: "./",
  plugins: [coreFromBundle],
  resolve: { conditions: ["vitrine-source", ...defaultClientConditions] },
  build: {
    outDir: "dist",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2023",
    sourcemap: false,
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        "browser/vitrine": "src/browser/index.ts",
        "playwright/host-page": "src/playwright/page/main.ts",
      },
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "browser/[name]-[hash].js",
        assetFileNames: "browser/[name]-[hash][extname]",
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        entryFileNames: "browser/[name]-[hash].js",
        chunkFileNames: "browser/[name]-[hash].js",
      },
    },
  },
});
