import { templateOf, viewTool, type RawServer } from "../hostile/raw-http-server.ts";
import { clause } from "./clause.ts";
import { listeningView } from "./listening-view.ts";

const UI_EXTENSION = "io.modelcontextprotocol/ui";

const aServer = {
  tools: () => [viewTool("show")],
  read: (uri: string) => [templateOf(uri, listeningView())],
};

/** The extensions that a server is told of: in the first message of 2026-07-28, and in the handshake of 2025-11-25. */
function extensionsTold({ heard }: RawServer): readonly unknown[] {
  return ["server/discover", "initialize"].map((method) => {
    const params = heard.find((message) => message.method === method)?.params ?? {};
    const envelope = (params["_meta"] ?? {}) as Readonly<Record<string, unknown>>;
    const capabilities = params["capabilities"] ?? envelope["io.modelcontextprotocol/clientCapabilities"];
    return (capabilities as { extensions?: unknown } | undefined)?.extensions;
  });
}

clause(
  "extension-negotiated",
  "the server is told of the extension, in both eras of the protocol",
  async (stage) => {
    const server = await stage.serveRaw(aServer);
    await stage.host(server);
    const told = { [UI_EXTENSION]: stage.expect.any(Object) as unknown };
    stage.expect(extensionsTold(server)).toMatchObject([told, told]);
  },
);

clause("mime-types-announced", "the extension names the one type that this host can show", async (stage) => {
  const server = await stage.serveRaw(aServer);
  await stage.host(server);
  const told = { [UI_EXTENSION]: { mimeTypes: ["text/html;profile=mcp-app"] } };
  stage.expect(extensionsTold(server)).toEqual([told, told]);
});
