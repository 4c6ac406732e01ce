import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  build: { target: "es2023", rolldownOptions: { input: ["index.html", "vue.html"] } },
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "mcp-app" } } })],
});
