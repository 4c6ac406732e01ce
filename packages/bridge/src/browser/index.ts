/**
 * `@vitrine/bridge/browser`: everything of `@vitrine/bridge` with `<mcp-app>` defined, as one module that a page loads
 * without a build step: `<script type="module">` and `import` from wherever its files are served.
 * @module
 */
export * from "../index.ts";
export * from "../element/index.ts";
