import type { HostedView, OpenOptions, Vitrine } from "@vitrine/bridge/playwright";
import type { TestServer, TestTool } from "../fixtures/mcp-server.ts";
import { inside, type InsideView } from "./listening-view.ts";
import type { Stage } from "./stage.ts";

/** A View on the stage, with everything around it. */
export interface OneView {
  readonly server: TestServer;
  readonly vitrine: Vitrine;
  readonly view: HostedView;
  /** For a View that listens; see `listeningView`. */
  readonly inside: InsideView;
}

/** Opens the View of a tool `show`, beside `others` that may be called unasked. */
export async function oneView(
  stage: Stage,
  show: Omit<TestTool, "name">,
  { others = [], ...options }: OpenOptions & { readonly others?: readonly TestTool[] } = {},
): Promise<OneView> {
  const server = await stage.serve([{ name: "show", ...show }, ...others]);
  const policy = others.map(({ name }) => ({ tool: name, verdict: "allow" }) as const);
  const vitrine = await stage.host(server, { policy });
  const view = await vitrine.open("show", {}, options);
  return { server, vitrine, view, inside: inside(view) };
}
