import type { Speaker } from "./speaker.ts";

/** A View that does everything a View can do, at the press of a button, and lists what came of it. */
export async function live(speaker: Speaker): Promise<void> {
  document.body.style.margin = "0";
  const list = document.createElement("ol");
  const bar = document.createElement("p");
  // Taller than any frame begins, so that a host which follows the size has something to follow.
  list.style.cssText = "min-height:420px;margin:0";
  document.body.append(bar, list);
  const say = (line: string): void => {
    const item = document.createElement("li");
    item.textContent = line;
    list.append(item);
  };
  const offer = (name: string, act: () => Promise<string | void>): void => {
    const button = document.createElement("button");
    button.textContent = name;
    button.addEventListener("click", () => {
      act().then(
        (answer) => say(`${name}: ${answer ?? "done"}`),
        (error: unknown) =>
          say(`${name}: refused, ${error instanceof Error ? error.message : String(error)}`),
      );
    });
    bar.append(button);
  };

  offer("Add", () => speaker.callTool("add", { product: "sencha" }));
  offer("Send", () => speaker.sendMessage("Two cups, please."));
  offer("Tell", () => speaker.updateModelContext("The basket has two teas."));
  offer("Link", () => speaker.openLink("https://tea.example/sencha"));
  offer("Enlarge", () => speaker.requestDisplayMode("fullscreen"));
  offer("Log", () => speaker.log("All is well."));

  const told = await speaker.connect({
    onInputPartial: (input) => say(`partial ${JSON.stringify(input)}`),
    onInput: (input) => say(`input ${JSON.stringify(input)}`),
    onResult: (text) => say(`result ${text}`),
    onCancelled: (reason) => say(`cancelled ${reason ?? ""}`),
    onContext: ({ theme, displayMode }) => {
      if (theme !== undefined) say(`theme ${theme}`);
      if (displayMode !== undefined) say(`mode ${displayMode}`);
    },
    onTeardown: async () => void (await speaker.callTool("save", {})),
  });
  say(`initialized ${told.theme} ${told.displayMode} ${told.locale}`);
}
