import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { StartupError } from "./startup-error.ts";

/** Stands in the built page for the token of this run. */
const TOKEN_PLACE = "__VITRINE_TOKEN__";

/** Serves the built web app. Throws a {@link StartupError} when it was not built. */
export function createWebFiles(options: { readonly directory: string; readonly token: string }): Hono {
  const { directory, token } = options;
  const page = readPage(directory).replaceAll(TOKEN_PLACE, () => token);
  const app = new Hono();
  // Never stored, because it holds the token.
  app.on("GET", ["/", "/index.html"], (c) => c.html(page, 200, { "Cache-Control": "no-store" }));
  app.use(
    serveStatic({
      root: directory,
      // Names under assets/ hold a hash of the content.
      onFound: (_, c) =>
        c.header(
          "Cache-Control",
          c.req.path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ),
    }),
  );
  return app;
}

function readPage(directory: string): string {
  const file = join(directory, "index.html");
  let page: string;
  try {
    page = readFileSync(file, "utf8");
  } catch (error) {
    throw new StartupError(1, `The web app is not built (no ${file}): run "npm run build".`, {
      cause: error,
    });
  }
  if (!page.includes(TOKEN_PLACE)) {
    throw new StartupError(1, `${file} has no place for the token: run "npm run build".`);
  }
  return page;
}
