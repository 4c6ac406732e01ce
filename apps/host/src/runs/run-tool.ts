import { reasonOf, type Server, type ServerTool } from "@vitrine/bridge";
import { useConversation } from "../conversation/conversation-store.ts";
import { announce } from "../layout/announcement-store.ts";
import { useRuns, type Run, type ViewRun } from "./runs-store.ts";
import { startToolCall } from "./tool-call.ts";

/** What shall run. */
export interface RunRequest {
  readonly server: Server;
  readonly tool: ServerTool;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** `link`: a deep link pressed Run, which is not the person's consent. */
  readonly actor: "person" | "link";
}

/** Presses Run: puts the tool's View, or its call, on top of the page. */
export function runTool(request: RunRequest): void {
  useRuns.getState().add(createRun(request));
  announce(`${request.tool.title ?? request.tool.name} is running.`);
}

/** Runs the same again, in the same place. */
export function runAgain(run: Run): void {
  if (run.kind === "view") void leave(run);
  const { server, tool, arguments: input } = run;
  useRuns.getState().replace(run.id, createRun({ server, tool, arguments: input, actor: "person" }));
}

/** Opens the View of a run inside its container, once. */
export function openRun(run: ViewRun, container: HTMLElement): void {
  const current = useRuns.getState().runs.find(({ id }) => id === run.id);
  if (current?.kind !== "view" || current.view !== undefined) return;
  const { server, tool, arguments: input, actor } = run;
  try {
    useRuns
      .getState()
      .setView(run.id, server.openView(container, { tool: tool.name, arguments: input, actor }));
  } catch (error) {
    // The tool went away between Run and now.
    container.replaceChildren(Object.assign(document.createElement("p"), { textContent: reasonOf(error) }));
    container.dataset["reason"] = "";
  }
}

/** Takes a run off the page: closes its View, cancels its call. */
export async function closeRun(run: Run): Promise<void> {
  if (run.kind === "view") await leave(run);
  else run.cancel();
  useRuns.getState().remove(run.id);
}

async function leave({ view }: ViewRun): Promise<void> {
  if (view === undefined) return;
  await view.close("Closed by the person.");
  useConversation.getState().forget(view.id);
}

function createRun(request: RunRequest): Run {
  const id = crypto.randomUUID();
  if (request.tool.templateUri !== undefined) return { ...request, id, kind: "view" };
  const { server, tool, ...options } = request;
  const call = startToolCall(server, { ...options, tool: tool.name });
  return { ...request, id, kind: "call", call: call.state, cancel: call.cancel };
}
