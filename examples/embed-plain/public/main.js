import { askForWrites, createHost, httpSandbox, opaqueSandbox, reasonOf, verifyAuditLog } from "/vitrine.js";
import { ask } from "/consent.js";

const element = (selector) => document.querySelector(selector);
const settings = await (await fetch("/settings")).json();
const opaque = new URLSearchParams(location.search).get("views") === "opaque";

/** The page cannot make a ticket: its server signs one for each View of a template that it approved. */
async function ticket({ uri, digest }) {
  const response = await fetch(`/ticket?${new URLSearchParams({ uri, digest })}`, { method: "POST" });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

const host = createHost({
  info: { name: "order-desk", version: "1.0.0" },
  // The fallback, for where no wildcard host can be had; see the README for what it does not give.
  sandbox: opaque
    ? opaqueSandbox({ proxy: settings.opaqueProxy, ticket })
    : httpSandbox({ proxy: settings.proxy, ticket }),
  // A second look, not the first: the server reviews before it signs.
  approve: { mode: "trust-on-first-use" },
  policy: askForWrites,
  consent: ask,
});
let shop;
let view;

async function show() {
  element("#show").disabled = true;
  element("#problem").textContent = "";
  try {
    if (shop?.state.get().phase !== "ready") {
      shop = await host.connect({ name: "shop", url: settings.server });
    }
    await view?.close("The person opened another one.");
    // The person pressed the button, so the call is theirs: the record says so.
    view = shop.openView(element("[data-view]"), {
      tool: "show_basket",
      arguments: { basket_id: "b1" },
      actor: "person",
    });
    view.subscribe(render);
  } catch (error) {
    element("#problem").textContent = reasonOf(error);
  }
  element("#show").disabled = false;
  render();
}

function render() {
  const state = view?.get();
  element("[data-view]").dataset.phase = state?.phase ?? "";
  element("#close").disabled = state === undefined || state.phase === "closed";
  element("#fullscreen").disabled = state?.phase !== "ready" || !state.displayModes.includes("fullscreen");
  if (state?.call.status === "failed") element("#problem").textContent = state.call.reason;
}

async function close() {
  element("#show").focus();
  await view.close("Closed by the person.");
}

function showTheme(theme) {
  document.documentElement.dataset.theme = theme;
  element("#theme").textContent = theme === "dark" ? "Light" : "Dark";
  host.setContext({ theme });
}

async function verify() {
  const found = await verifyAuditLog(await host.audit.export());
  element("[role=status]").textContent = found.ok
    ? `${found.entries} entries, none changed or missing.`
    : `Line ${found.problem.line}: ${found.problem.why}`;
}

async function download() {
  const url = URL.createObjectURL(await host.audit.export());
  Object.assign(document.createElement("a"), { href: url, download: "record.ndjson" }).click();
  URL.revokeObjectURL(url);
}

element("#show").addEventListener("click", show);
element("#fullscreen").addEventListener("click", () => view.setDisplayMode("fullscreen"));
element("#close").addEventListener("click", close);
element("#theme").addEventListener("click", () => showTheme(element("#theme").textContent.toLowerCase()));
element("#verify").addEventListener("click", verify);
element("#export").addEventListener("click", download);
showTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.body.inert = false; // nothing could be pressed before
