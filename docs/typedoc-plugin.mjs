import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Comment, CommentTag, Converter, KindRouter, PageEvent, ReflectionKind } from "typedoc";
import { PAGE_GROUPS } from "./pages.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const { name: library, exports } = JSON.parse(
  readFileSync(new URL("../packages/bridge/package.json", import.meta.url), "utf8"),
);
const groupOf = new Map(PAGE_GROUPS.flatMap(([group, files]) => files.map((file) => [file, group])));
/** From a source below packages/bridge/ to the name that it is imported by. */
const specifierOf = new Map(
  Object.entries(exports).map(([path, entry]) => [entry["vitrine-source"].slice(2), library + path.slice(1)]),
);

/** Gives pages their titles, groups and addresses, entries the names they are imported by, and the site a policy. */
export function load(app) {
  const addressOf = new Map();

  // The generator knows the README as its first page only, and would copy it for whoever links to it.
  app.converter.on(Converter.EVENT_BEGIN, ({ project }) => {
    project.files.registerReflectionPath(resolve(here, "../README.md"), project);
  });

  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, page) => {
    const file = relative(here, page.project.files.getReflectionPath(page));
    const [heading] = page.content[0].text.split("\n", 1);
    page.name = heading.replace(/^# /, "");
    page.frontmatter.group = groupOf.get(file);
    addressOf.set(
      page,
      file
        .replace(/(\/README)?\.md$/, "")
        .replace("../", "")
        .toLowerCase(),
    );
    // A link to a directory leads to the page of its README.
    if (file.endsWith("/README.md")) {
      const directory = resolve(here, file, "..");
      for (const path of [directory, `${directory}/`]) page.project.files.registerReflectionPath(path, page);
    }
  });

  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, declaration) => {
    if (!declaration.kindOf(ReflectionKind.Module)) return;
    const file = relative(`${here}../packages/bridge`, context.project.files.getReflectionPath(declaration));
    declaration.name = specifierOf.get(file);
    declaration.comment ??= new Comment();
    declaration.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: "API" }]));
  });

  app.renderer.defineRouter(
    "vitrine",
    class extends KindRouter {
      getIdealBaseName(reflection) {
        return addressOf.get(reflection) ?? super.getIdealBaseName(reflection);
      }
    },
  );

  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replace("<head>", `<head>${policyOf(page.contents)}`);
  });
}

/** The site asks for nothing from elsewhere; its inline scripts are those that the generator wrote. */
function policyOf(html) {
  const hashes = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => `'${hashOf(script)}'`);
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${[...new Set(hashes)].join(" ")}`,
    // The generator's script makes one style element, which stays empty.
    `style-src 'self' '${hashOf("")}'`,
    // The generator's icons carry style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${policy}"/>`;
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
