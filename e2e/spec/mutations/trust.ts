import type { Guard } from "../../unguarded/rewrite.ts";

const CORE = "packages/bridge/src";
const PAGE = "apps/host/src";

/** What looks a template over, and tells people of it. */
export const trustMutations = [
  {
    name: "call-recorded",
    file: `${CORE}/action.ts`,
    guard: "await gate.audit.append(requested, decided(action, decision));",
    without: "",
  },
  {
    name: "html-reviewed",
    file: `${CORE}/host.ts`,
    guard: "options.review ?? reviewTemplate",
    without: "(async () => [])",
  },
  {
    name: "resource-hashed",
    file: `${CORE}/read-template.ts`,
    guard: "await sha256(html)",
    without: '"sha256:0"',
  },
  {
    name: "findings-shown",
    file: `${PAGE}/templates/FindingList.tsx`,
    guard: "findings.filter((finding) => finding.severity === severity)",
    without: "[]",
  },
  {
    name: "reach-shown",
    file: `${PAGE}/templates/reach.ts`,
    guard: "csp?.[field] ?? []",
    without: "[]",
  },
  {
    name: "frame-labelled",
    file: `${CORE}/view-frame.ts`,
    guard: "iframe.title = options.title;",
    without: "",
  },
] as const satisfies readonly Guard[];
