import { readFile } from "node:fs/promises";
import { PAGE_DOCUMENT, PAGE_STYLES } from "./page-document.ts";

/** Where the build leaves the scripts of the host's page, and those that it shares with the browser's bundle. */
const BUILT = new URL("../", import.meta.url);
/** The build's own names, and nothing that leads out of the directory. */
const SCRIPT = /^\/(playwright\/host-page|browser\/[\w-]+)\.js$/;

/** Answers with a file of the host's page; its policy lets the page frame `proxy` and talk to it, and nothing else. */
export async function pageFile(path: string, proxy: string): Promise<Response> {
  if (path === "/") return file(PAGE_DOCUMENT, "text/html; charset=utf-8", proxy);
  if (path === "/page.css") return file(PAGE_STYLES, "text/css", proxy);
  const script = SCRIPT.test(path)
    ? await readFile(new URL(path.slice(1), BUILT)).catch(() => undefined)
    : undefined;
  if (script !== undefined) return file(new Uint8Array(script), "text/javascript", proxy);
  return new Response(`The host's page for tests has no ${path}.`, { status: 404 });
}

function file(body: BodyInit, type: string, proxy: string): Response {
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-security-policy": pagePolicy(proxy),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    },
  });
}

function pagePolicy(proxy: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${proxy}`,
    `frame-src ${proxy}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
