import "@vitrine/bridge/element";
import { reasonOf } from "@vitrine/bridge";
import { find } from "./find.ts";
import { shop } from "./host.ts";
import "./page.ts";

const app = find<HTMLElementTagNameMap["mcp-app"]>("mcp-app");
const show = find<HTMLButtonElement>("#show");
const fullscreen = find<HTMLButtonElement>("#fullscreen");
const close = find<HTMLButtonElement>("#close");

show.addEventListener("click", async () => {
  show.disabled = true;
  find("[role=alert]").textContent = "";
  try {
    const server = await shop();
    await app.close("Closed by the person.");
    // The person pressed the button, so the call is theirs: the record says so.
    app.actor = "person";
    // Tool and arguments stand in the page: with its server, the element opens the View.
    app.server = server;
  } catch (error) {
    find("[role=alert]").textContent = reasonOf(error);
  }
  show.disabled = false;
});
fullscreen.addEventListener("click", () => app.view?.setDisplayMode("fullscreen"));
close.addEventListener("click", () => {
  show.focus();
  void app.close("Closed by the person.");
});

app.addEventListener("state", () => {
  const state = app.view?.get();
  app.dataset["phase"] = state?.phase;
  close.disabled = state?.phase === "closed";
  fullscreen.disabled = state?.phase !== "ready" || !state.displayModes.includes("fullscreen");
  if (state?.call.status === "failed") find("[role=alert]").textContent = state.call.reason;
});
document.body.inert = false; // nothing could be pressed before
