import type { ContentBlock } from "@modelcontextprotocol/client";
import { createAuditLog } from "../../audit.ts";
import type { AuditEntry } from "../../audit-entry.ts";
import { createHost, type Host } from "../../host.ts";
import { httpSandbox } from "../../http-sandbox.ts";
import { createMemoryApprovalStore } from "../../memory-approval-store.ts";
import { createMemoryAuditStore } from "../../memory-audit-store.ts";
import { createMemoryTemplateStore } from "../../memory-template-store.ts";
import { askForWrites, policyFromRules, type Policy } from "../../policy.ts";
import type { StoreOptions } from "../../sandbox-client.ts";
import type { Server } from "../../server.ts";
import type { Template } from "../../template.ts";
import type { View } from "../../view.ts";
import type { PageApi, PageTarget } from "../page-api.ts";
import type { TestGrants, ToldContext, ToolArguments } from "../vitrine.ts";
import { approveTemplates, readTemplates } from "./approve-templates.ts";
import { createDeferred } from "./deferred.ts";
import { createLinkTransport } from "./link-transport.ts";
import { createQuestions } from "./questions.ts";
import { readyOrReason } from "./ready-or-reason.ts";
import { viewEntries } from "./view-entries.ts";

interface OpenedView {
  readonly view: View;
  readonly container: HTMLElement;
  arguments: ToolArguments;
  /** The call that it was opened for is the host's own. */
  readonly calls: boolean;
  readonly complete: (args: ToolArguments) => void;
  readonly messages: (readonly ContentBlock[])[];
  readonly contexts: ToldContext[];
}

/** Creates what the tests drive: a host with everything in memory, its Views one below the other in `main`. */
export function createTestPage(main: HTMLElement): PageApi {
  const questions = createQuestions();
  const opened = new Map<string, OpenedView>();
  let host: Host | undefined;
  let server: Server | undefined;
  let grants: TestGrants = {};

  const theHost = (): Host => host ?? notStarted();
  const theServer = (): Server => server ?? notStarted();
  const find = (id: string): OpenedView => {
    const found = opened.get(id);
    if (found === undefined) throw new Error(`There is no View ${id} on this page.`);
    return found;
  };
  const record = async (): Promise<readonly AuditEntry[]> => {
    const entries: AuditEntry[] = [];
    for await (const entry of theHost().audit.read()) entries.push(entry);
    return entries;
  };

  return {
    async start({ target, proxy, policy, grants: given }) {
      grants = given;
      const dark = matchMedia("(prefers-color-scheme: dark)");
      const theme = (): { theme: "dark" | "light" } => ({ theme: dark.matches ? "dark" : "light" });
      // What `page.emulateMedia` says holds for Views as well.
      dark.addEventListener("change", () => host?.setContext(theme()));
      host = createHost({
        context: theme(),
        sandbox: httpSandbox({ proxy, ticket: (template, options) => askTicket(target, template, options) }),
        policy: judgedBy(policyFromRules(policy, { otherwise: askForWrites })),
        consent: questions.consent,
        approve: { mode: "ask", store: createMemoryApprovalStore() },
        templates: createMemoryTemplateStore(),
        audit: createAuditLog({ store: createMemoryAuditStore() }),
        onMessage: ({ view, content }) => void find(view.id).messages.push(content),
        onModelContext({ view, ...told }) {
          find(view.id).contexts.push(told);
        },
        // The record says which link it was, of a download as well; where it leads to is not under test.
        openLink: () => {},
      });
      const { name, identity } = target;
      server = await host.connect(
        target.over === "http"
          ? { name, identity, url: new URL(`${target.base}/mcp`, location.href) }
          : {
              name,
              identity,
              transport: () => createLinkTransport(new URL(`${target.base}/link/`, location.href)),
            },
      );
      approveTemplates(server.templates, grants);
    },

    async open({ tool, arguments: args, partial, result }) {
      const container = document.createElement("div");
      const input = createDeferred<ToolArguments>();
      if (!partial) input.resolve(args);
      main.append(container);
      const view = openOrSay(theServer(), container, {
        tool,
        arguments: input.promise,
        ...(result && { result }),
      });
      container.dataset["view"] = view.id;
      opened.set(view.id, {
        view,
        container,
        arguments: args,
        calls: result === undefined,
        complete: input.resolve,
        messages: [],
        contexts: [],
      });
      return view.id;
    },
    settled: (id) => readyOrReason(find(id).view, grants),
    callTool: (tool, args) => theServer().callTool(tool, { arguments: args }),
    tools: () => theServer().tools.get(),
    templates: () => readTemplates(theServer().templates),
    record,

    setContext: (change) => theHost().setContext(change),
    setDisplayMode: (id, mode) => find(id).view.setDisplayMode(mode),
    setWidth(id, px) {
      find(id).container.style.width = `${px}px`;
    },
    stream(id, partials) {
      for (const partial of partials) find(id).view.sendInputPartial(partial);
    },
    complete(id, args) {
      const view = find(id);
      view.arguments = args ?? view.arguments;
      view.complete(view.arguments);
    },
    cancel: (id, reason) => find(id).view.cancelled(reason),
    asked: questions.next,
    answer: questions.answer,
    close: (id) => find(id).view.close(),
    state: (id) => find(id).view.get(),
    messages: (id) => find(id).messages,
    modelContexts: (id) => find(id).contexts,
    viewRecord: async (id) => viewEntries(await record(), [...opened.values()], id),
    views: () =>
      [...opened.values()].map(({ view }) => ({ id: view.id, tool: view.tool.name, state: view.get() })),
  };
}

function notStarted(): never {
  throw new Error("The host of this page is not started.");
}

/** What a test does by itself is its author's own act; everything else goes by the policy. */
function judgedBy(policy: Policy): Policy {
  return (action) => (action.actor === "embedder" ? { verdict: "allow" } : policy(action));
}

function openOrSay(server: Server, container: HTMLElement, options: Parameters<Server["openView"]>[1]): View {
  try {
    return server.openView(container, options);
  } catch (error) {
    container.remove();
    const state = server.state.get();
    if (state.phase === "closed") throw new Error(`The server is gone: ${state.reason}`, { cause: error });
    const shown = server.tools.get().filter(({ templateUri }) => templateUri !== undefined);
    const names = shown.map(({ name }) => name).join(", ");
    const issues = server.issues.get();
    throw new Error(
      [
        error instanceof Error ? error.message : String(error),
        names === "" ? "No tool of the server has a UI." : `Its tools with a UI: ${names}.`,
        ...issues,
      ].join(" "),
      { cause: error },
    );
  }
}

async function askTicket(
  { identity, base }: PageTarget,
  template: Template,
  { grants: { unsafeEval } }: StoreOptions,
): Promise<string> {
  const { uri, digest, htmlDigest, csp, permissions, domain } = template;
  const facts = { htmlDigest, csp, permissions, domain };
  const body = JSON.stringify({ identity, uri, digest, facts, unsafeEval });
  const response = await fetch(`${base}/ticket`, { method: "POST", body });
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}
