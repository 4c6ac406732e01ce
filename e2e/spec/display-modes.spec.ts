import type { HostedView } from "@vitrine/bridge/playwright";
import { clause } from "./clause.ts";
import { inside, listeningView, type Reply } from "./listening-view.ts";
import type { Stage } from "./stage.ts";

/** Opens a View that declares these display modes. */
async function open(stage: Stage, modes: readonly string[] | "undeclared"): Promise<HostedView> {
  const server = await stage.serve([{ name: "show", html: listeningView({ modes }) }]);
  return (await stage.host(server)).open("show");
}

function ask(view: HostedView, mode: string): Promise<Reply> {
  return inside(view).request("ui/request-display-mode", { mode });
}

clause("modes-declared", "a View is told which display modes this host has", async (stage) => {
  const view = await open(stage, "undeclared");
  stage.expect(await inside(view).initialized()).toMatchObject({
    hostContext: { availableDisplayModes: ["inline", "fullscreen", "pip"] },
  });
});

clause("mode-notified", "a View hears of its new display mode", async (stage) => {
  const view = await open(stage, ["inline", "fullscreen"]);
  await view.host.setDisplayMode("fullscreen");
  await stage.expect
    .poll(() => inside(view).heardOf("ui/notifications/host-context-changed"))
    .toContainEqual(stage.expect.objectContaining({ displayMode: "fullscreen" }));
});

clause("mode-undeclared", "a View is never put into a mode that it did not declare", async (stage) => {
  const view = await open(stage, ["inline", "fullscreen"]);
  stage.expect(await view.host.setDisplayMode("pip")).toBe("inline");
  stage.expect((await view.host.state()).displayMode).toBe("inline");
  stage.expect(await view.host.setDisplayMode("fullscreen")).toBe("fullscreen");
});

clause("mode-answered", "a request is answered with the mode that holds afterwards", async (stage) => {
  const view = await open(stage, ["inline", "fullscreen"]);
  stage.expect(await ask(view, "fullscreen")).toEqual({ result: { mode: "fullscreen" } });
  stage.expect(await ask(view, "pip")).toEqual({ result: { mode: "fullscreen" } });
  stage.expect((await view.host.state()).displayMode).toBe("fullscreen");
});

clause(
  "mode-unavailable",
  "a request for a mode that is not to be had is answered with the current one",
  async (stage) => {
    const view = await open(stage, ["inline", "fullscreen"]);
    stage.expect(await ask(view, "pip")).toEqual({ result: { mode: "inline" } });
  },
);

clause("mode-declined", "a request for a mode that the View did not declare is declined", async (stage) => {
  const view = await open(stage, ["inline"]);
  stage.expect(await ask(view, "fullscreen")).toEqual({ result: { mode: "inline" } });
  await stage.expect(stage.page.getByRole("button", { name: "Exit full screen" })).toBeHidden();
});
