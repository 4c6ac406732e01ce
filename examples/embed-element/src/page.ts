import { verifyAuditLog } from "@vitrine/bridge";
import { find } from "./find.ts";
import { host } from "./host.ts";

/* What both pages have around their Views: the theme and the record. */

function showTheme(theme: "dark" | "light"): void {
  document.documentElement.dataset["theme"] = theme;
  find("#theme").textContent = theme === "dark" ? "Light" : "Dark";
  host.setContext({ theme });
}

async function verify(): Promise<void> {
  const found = await verifyAuditLog(await host.audit.export());
  find("[role=status]").textContent = found.ok
    ? `${found.entries} entries, none changed or missing.`
    : `Line ${found.problem.line}: ${found.problem.why}`;
}

async function download(): Promise<void> {
  const href = URL.createObjectURL(await host.audit.export());
  Object.assign(document.createElement("a"), { href, download: "record.ndjson" }).click();
  URL.revokeObjectURL(href);
}

find("#theme").addEventListener("click", () =>
  showTheme(document.documentElement.dataset["theme"] === "dark" ? "light" : "dark"),
);
find("#verify").addEventListener("click", () => void verify());
find("#export").addEventListener("click", () => void download());
showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
