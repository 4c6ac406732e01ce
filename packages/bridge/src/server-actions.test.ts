import { expect, test } from "vitest";
import { createAuditLog, type AuditLog } from "./audit.ts";
import { createStandingConsents } from "./consent.ts";
import type { McpConnection } from "./mcp-connection.ts";
import { createMemoryAuditStore } from "./memory-audit-store.ts";
import { createSource } from "./observable.ts";
import { createServerActions, type Effects, type ServerActions } from "./server-actions.ts";
import type { View } from "./view.ts";

const wanted = { signal: new AbortController().signal, onProgress() {} };
const view = { id: "view-1", tool: { name: "show" } } as View;

function scene(
  connection: Partial<McpConnection>,
  effects: Partial<Effects> = {},
): { readonly actions: ServerActions; readonly audit: AuditLog } {
  const audit = createAuditLog({ store: createMemoryAuditStore() });
  const actions = createServerActions({
    server: { name: "shop", identity: "https://shop.example/mcp" },
    gate: {
      policy: () => ({ verdict: "allow" }),
      consent: undefined,
      standing: createStandingConsents(),
      audit,
    },
    connection: connection as McpConnection,
    tools: createSource([]),
    checkArguments: () => ({ ok: true }),
    effects: { openLink() {}, download() {}, onMessage: undefined, onModelContext: undefined, ...effects },
  });
  return { actions, audit };
}

test("a read that a View wants goes out under the traceparent that it is recorded with", async () => {
  const sent: unknown[] = [];
  const { actions, audit } = scene({
    readResource(uri, options) {
      sent.push({ uri, traceparent: options?.traceparent });
      return Promise.resolve({ contents: [] });
    },
  });

  await actions.perform(view, { method: "resources/read", uri: "shop://teas" }, wanted);

  const recorded: unknown[] = [];
  for await (const entry of audit.read()) {
    if (entry.kind === "action.requested") recorded.push({ uri: entry.uri, traceparent: entry.traceparent });
  }
  expect(recorded).toEqual([{ uri: "shop://teas", traceparent: expect.stringMatching(/^00-/) as string }]);
  expect(sent).toEqual(recorded);
});

test("model context that a View repeats is recorded each time and delivered once", async () => {
  const delivered: unknown[] = [];
  const { actions, audit } = scene({}, { onModelContext: (_view, context) => void delivered.push(context) });
  const tell = (basket: number): Promise<unknown> =>
    actions.perform(view, { method: "ui/update-model-context", structuredContent: { basket } }, wanted);

  for (const basket of [1, 1, 2, 1]) await tell(basket);

  expect(delivered).toMatchObject([1, 2, 1].map((basket) => ({ structuredContent: { basket } })));
  const kinds: string[] = [];
  for await (const { kind } of audit.read()) kinds.push(kind);
  expect(kinds.filter((kind) => kind === "action.requested")).toHaveLength(4);
});

test("model context that a View goes back to while another is on its way is what the model ends with", async () => {
  const delivered: unknown[] = [];
  let arrive: () => void = () => {};
  const slow = new Promise<void>((resolve) => (arrive = resolve));
  const { actions } = scene(
    {},
    {
      async onModelContext(_view, { structuredContent }) {
        delivered.push(structuredContent);
        if (structuredContent?.["basket"] === "slow") await slow;
      },
    },
  );
  const tell = (basket: string): Promise<unknown> =>
    actions.perform(view, { method: "ui/update-model-context", structuredContent: { basket } }, wanted);

  await tell("first");
  const onItsWay = tell("slow");
  await expect.poll(() => delivered).toHaveLength(2);
  await tell("first");
  arrive();
  await onItsWay;

  expect(delivered).toEqual(["first", "slow", "first"].map((basket) => ({ basket })));
});

test("model context that could not be delivered is delivered when the View repeats it", async () => {
  let tries = 0;
  const { actions } = scene(
    {},
    {
      onModelContext() {
        tries += 1;
        if (tries === 1) throw new Error("The agent is away.");
      },
    },
  );
  const tell = (): Promise<unknown> =>
    actions.perform(view, { method: "ui/update-model-context", structuredContent: { basket: 1 } }, wanted);

  await expect(tell()).rejects.toThrow();
  await tell();
  await tell();

  expect(tries).toBe(2);
});
