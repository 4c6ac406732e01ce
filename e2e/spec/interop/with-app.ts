import type { App as App2 } from "@modelcontextprotocol/ext-apps";
import type { App as App1 } from "ext-apps-1.7";
import type { HostTold, Speaker } from "./speaker.ts";

interface Result {
  readonly content?: readonly { readonly type: string }[];
}

/** A View written with the SDK: what it offers is the same in both of its generations. */
export function speakWith(app: App1 | App2): Speaker {
  const expectOk = (result: { readonly isError?: boolean | undefined }): void => {
    if (result.isError === true) throw new Error("the host said no");
  };
  return {
    async connect(listeners) {
      app.ontoolinputpartial = ({ arguments: input }) => listeners.onInputPartial(input);
      app.ontoolinput = ({ arguments: input }) => listeners.onInput(input);
      app.ontoolresult = (result: Result) => listeners.onResult(textOf(result));
      app.ontoolcancelled = ({ reason }) => listeners.onCancelled(reason);
      app.onhostcontextchanged = (change: HostTold) => listeners.onContext(change);
      app.onteardown = async () => {
        await listeners.onTeardown();
        return {};
      };
      await app.connect();
      return app.getHostContext() ?? {};
    },
    callTool: async (name, args) => textOf(await app.callServerTool({ name, arguments: args })),
    sendMessage: async (text) =>
      expectOk(await app.sendMessage({ role: "user", content: [{ type: "text", text }] })),
    async updateModelContext(text) {
      await app.updateModelContext({ content: [{ type: "text", text }] });
    },
    openLink: async (url) => expectOk(await app.openLink({ url })),
    requestDisplayMode: async (mode) => (await app.requestDisplayMode({ mode })).mode,
    log: (text) => app.sendLog({ level: "info", data: text }),
  };
}

function textOf(result: Result): string {
  const [block] = result.content ?? [];
  return block !== undefined && "text" in block ? String(block.text) : "";
}
