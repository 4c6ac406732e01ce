import type { Locator } from "@playwright/test";
import { isCallableBy } from "@vitrine/bridge";
import type { HostedView, ToldContext, ToolArguments, Vitrine } from "@vitrine/bridge/playwright";

type CallToolResult = Awaited<ReturnType<Vitrine["callTool"]>>;
type HostContext = Parameters<HostedView["host"]["setContext"]>[0];

/** One turn of the conversation. */
export interface ConversationMessage {
  readonly role: "user";
  readonly text: string;
}

/** What a model would have before it at its next turn. */
export interface ConversationContext {
  /** Names of the tools that it is offered. */
  readonly tools: readonly string[];
  /** What each View on the page told it last. */
  readonly modelContexts: readonly ToldContext[];
}

/**
 * The host test interface that is proposed for MCP Apps hosts in
 * https://github.com/modelcontextprotocol/ext-apps/issues/743: what a suite of somebody else's needs in order to
 * observe a host and to drive it, whatever it looks like.
 */
export interface HostTestInterface {
  /** Starts the app of a suite afresh; resolves with its frame. */
  displayTestApp(suite: string): Promise<Locator>;
  /** Forgets apps, conversation and what the model was told. */
  resetEnvironment(): Promise<void>;
  getConversation(): Promise<readonly ConversationMessage[]>;
  getConversationContext(): Promise<ConversationContext>;
  changeHostContext(change: HostContext): Promise<void>;
  /** Confirms, as the person, what the app asks for. */
  confirmAction(): Promise<void>;
  /** Says something in the conversation, as the person. */
  sendMessage(text: string): Promise<void>;
  /** Calls a tool of the suite's server, as the host. */
  callTool(name: string, args?: ToolArguments): Promise<CallToolResult>;
}

/** The tool that shows a suite's app, by the name of the suite. */
export type SuiteTools = Readonly<Record<string, string>>;

/**
 * Implements it for Vitrine. There is no model here: the conversation is what person and Views said, and nobody answers.
 */
export function createHostTestInterface(vitrine: Vitrine, suites: SuiteTools): HostTestInterface {
  let shown: HostedView[] = [];
  let conversation: ConversationMessage[] = [];
  const counted = new Map<HostedView, number>();

  /** Takes over what the Views said since, before anybody else has a word. */
  const listen = async (): Promise<void> => {
    for (const view of shown) {
      const said = await view.host.messages();
      for (const blocks of said.slice(counted.get(view) ?? 0)) {
        const text = blocks.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n");
        conversation.push({ role: "user", text });
      }
      counted.set(view, said.length);
    }
  };

  return {
    async displayTestApp(suite) {
      const tool = suites[suite];
      if (tool === undefined) throw new Error(`There is no suite "${suite}".`);
      const view = await vitrine.open(tool);
      shown.push(view);
      return vitrine.page.locator(`[data-view="${view.host.id}"] iframe`);
    },
    async resetEnvironment() {
      await Promise.all(shown.map((view) => view.host.close()));
      shown = [];
      conversation = [];
      counted.clear();
    },
    async getConversation() {
      await listen();
      return [...conversation];
    },
    async getConversationContext() {
      const tools = await vitrine.tools();
      const told = await Promise.all(shown.map((view) => view.host.modelContext()));
      return {
        tools: tools.filter((tool) => isCallableBy(tool, "model")).map(({ name }) => name),
        modelContexts: told.filter((context) => context !== undefined),
      };
    },
    changeHostContext: (change) => latest(shown).host.setContext(change),
    confirmAction: () => latest(shown).host.consent("allow once"),
    async sendMessage(text) {
      await listen();
      conversation.push({ role: "user", text });
    },
    callTool: (name, args) => vitrine.callTool(name, args),
  };
}

function latest(shown: readonly HostedView[]): HostedView {
  const view = shown.at(-1);
  if (view === undefined) throw new Error("No test app is displayed: call displayTestApp first.");
  return view;
}
