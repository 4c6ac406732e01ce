import { existsSync, readFileSync } from "node:fs";
import { PAGE_GROUPS } from "./pages.mjs";

const bridge = new URL("../packages/bridge/", import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("package.json", bridge), "utf8"));

/** Every public entry of the library, as its package.json names them. */
const entryPoints = Object.values(exports).map((entry) => new URL(entry["vitrine-source"], bridge).pathname);

/** @type {import("typedoc").TypeDocOptions} */
export default {
  name: "Vitrine",
  plugin: ["./typedoc-plugin.mjs"],
  out: "site",
  tsconfig: "../packages/bridge/tsconfig.json",
  entryPoints,
  sortEntryPoints: false,
  readme: "README.md",
  projectDocuments: PAGE_GROUPS.flatMap(([, files]) => files).filter((file) =>
    existsSync(new URL(file, import.meta.url)),
  ),
  router: "vitrine",
  groupOrder: [...PAGE_GROUPS.map(([group]) => group), "API", "*"],
  favicon: "../apps/host/src/app/icon.svg",
  customCss: "site.css",
  useFirstParagraphOfCommentAsSummary: true,
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
    invalidPath: true,
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
