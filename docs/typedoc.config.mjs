import { readFileSync } from "node:fs";
import { PAGE_GROUPS } from "./pages.mjs";

const bridge = new URL("../packages/bridge/", import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("package.json", bridge), "utf8"));

/** Every public entry of the library, as its package.json names them. */
const entryPoints = Object.values(exports).map((entry) => new URL(entry["vitrine-source"], bridge).pathname);

/**
 * Gives headings such as "`webrtc`" an anchor and a place in the page's contents: the generator reads plain text only.
 */
function nameHeadingsByCode(parser) {
  parser.core.ruler.push("heading-code", ({ tokens, Token }) => {
    for (const [index, heading] of tokens.entries()) {
      if (tokens[index - 1]?.type !== "heading_open") continue;
      heading.children = heading.children.flatMap((child) => {
        if (child.type !== "code_inline") return [child];
        const [open, text, close] = ["html_inline", "text", "html_inline"].map(
          (type) => new Token(type, "", 0),
        );
        open.content = "<code>";
        text.content = child.content;
        close.content = "</code>";
        return [open, text, close];
      });
    }
  });
}

/** @type {import("typedoc").TypeDocOptions} */
export default {
  name: "Vitrine",
  plugin: ["./typedoc-plugin.mjs"],
  out: "site",
  tsconfig: "../packages/bridge/tsconfig.build.json",
  entryPoints,
  sortEntryPoints: false,
  readme: "../README.md",
  projectDocuments: PAGE_GROUPS.flatMap(([, files]) => files),
  router: "vitrine",
  groupOrder: [...PAGE_GROUPS.map(([group]) => group), "API", "*"],
  favicon: "../apps/host/src/app/icon.svg",
  // Pages begin with a heading of their own.
  headings: { readme: false, document: false },
  customCss: "site.css",
  markdownItLoader: nameHeadingsByCode,
  useFirstParagraphOfCommentAsSummary: true,
  highlightLanguages: [
    "bash",
    "console",
    "css",
    "diff",
    "html",
    "http",
    "js",
    "json",
    "jsonc",
    "sh",
    "ts",
    "tsx",
    "svelte",
    "vue",
    "yaml",
  ],
  searchInDocuments: true,
  disableGit: true,
  disableSources: true,
  hideGenerator: true,
  // Their switches would need inline styles, which the site's policy refuses.
  visibilityFilters: {},
  includeHierarchySummary: false,
  excludeInternal: true,
  navigation: { includeGroups: true },
  navigationLeaves: Object.keys(exports).map((path) => `@vitrine/bridge${path.slice(1)}`),
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  validation: {
    notExported: true,
    invalidLink: true,
    // It would complain of directories, which lead to pages here; pages.test.ts holds that every path is there.
    invalidPath: false,
    rewrittenLink: true,
    notDocumented: true,
  },
  // Properties whose name and type say all need no sentence.
  requiredToBeDocumented: [
    "Class",
    "Interface",
    "TypeAlias",
    "Function",
    "Variable",
    "Method",
    "Accessor",
    "CallSignature",
  ],
};
