import { defineConfig } from "vitest/config";

const conditions = ["vitrine-source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/src/**/*.test.{ts,tsx}",
      "apps/*/{src,server}/**/*.test.{ts,tsx}",
      "e2e/**/*.test.ts",
      "docs/*.test.ts",
    ],
  },
});
