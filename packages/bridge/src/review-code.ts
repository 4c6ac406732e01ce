import { exactExcerpt } from "./hidden-characters.ts";
import type { Finding } from "./review.ts";
import type { Hit, ReviewRule } from "./review-rule.ts";
import type { ScriptUse } from "./script-uses.ts";

/** Rules about what the code of a template does. */
export const codeRules: readonly ReviewRule[] = [
  // Blocking, as a View that needs it does not work without it, and only a person can grant it.
  uses(
    "eval",
    "blocking",
    "eval",
    (name) => `It runs text as code (${name}), which works only where that is granted.`,
  ),
  // Connection-Allowlist stops it in Chromium; no header stops it elsewhere.
  uses(
    "webrtc",
    "blocking",
    "webrtc",
    (name) => `It uses ${name}, by which a View can reach any address in browsers other than Chromium.`,
  ),
  uses(
    "wasm",
    "info",
    "wasm",
    (name) => `It runs WebAssembly (${name}), which works only where eval is granted.`,
  ),
  uses(
    "worker",
    "info",
    "worker",
    (name) => `It starts a ${name}, whose code is under the View's own policy.`,
  ),
  uses(
    "service-worker",
    "warning",
    "service-worker",
    () => "It registers a service worker to stay beyond its View; the sandbox serves none.",
  ),
  uses(
    "self-navigation",
    "warning",
    "navigation",
    (name) => `It makes the View leave its document (${name}), which ends it.`,
  ),
  uses(
    "frame-access",
    "warning",
    "frame-access",
    (name) => `It reaches for windows around it (${name}), which is refused.`,
  ),
  uses(
    "storage",
    "info",
    "storage",
    (name) =>
      `It keeps data in the browser (${name}), which may be refused and is lost with the View unless it has a domain of its own.`,
  ),
  {
    id: "unparsed-script",
    severity: "warning",
    *check({ scripts }) {
      for (const { problem } of scripts) {
        if (problem === undefined) continue;
        const message = `A script of it is no JavaScript (${exactExcerpt(problem.message)}), so it was searched for names only.`;
        yield { message, spot: problem.spot };
      }
    },
  },
];

/** A rule for one kind of use. */
function uses(
  id: string,
  severity: Finding["severity"],
  kind: ScriptUse["use"],
  message: (name: string) => Hit["message"],
): ReviewRule {
  return {
    id,
    severity,
    *check({ scripts }) {
      for (const { use, spot } of scripts.flatMap((script) => script.uses)) {
        if (use.use === kind && "name" in use) yield { message: message(use.name), spot };
      }
    },
  };
}
