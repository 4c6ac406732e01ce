import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ["vitrine-source", ...defaultClientConditions] },
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    target: "es2023",
    // Inlined assets would need `data:` in the page's content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
