import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/client";
import {
  act,
  type Action,
  type Deed,
  type DownloadItem,
  type Gate,
  type Refusal,
  type Request,
} from "./action.ts";
import type { Actor } from "./audit-event.ts";
import type { ArgumentCheck } from "./check-arguments.ts";
import { RPC_ERROR, RpcError } from "./json-rpc.ts";
import { downloadRefusal, linkRefusal } from "./link.ts";
import type { McpConnection } from "./mcp-connection.ts";
import type { Observable } from "./observable.ts";
import { isCallableBy, type ServerTool } from "./server-tool.ts";
import { createTraceparent } from "./trace.ts";
import type { CallOptions } from "./view-surroundings.ts";
import type { View } from "./view.ts";
import type { ActionRequest } from "./view-protocol.ts";

/** What happens outside of MCP once the gate allowed it; the embedder provides it. */
export interface Effects {
  readonly openLink: (url: URL) => void | Promise<void>;
  readonly download: (items: readonly DownloadItem[]) => void | Promise<void>;
  readonly onMessage: ((view: View, content: readonly ContentBlock[]) => void | Promise<void>) | undefined;
  readonly onModelContext: ((view: View, context: ModelContextParams) => void | Promise<void>) | undefined;
}

/** The params of `ui/update-model-context`. */
export interface ModelContextParams {
  readonly content?: readonly ContentBlock[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}

/** Everything that can be done at one server, by whomever; each of it goes through the gate. */
export interface ServerActions {
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: CallOptions & { readonly actor: Actor },
  ): Promise<CallToolResult>;
  /** What a View asks for; resolves with its JSON-RPC result. */
  perform(
    view: View,
    request: ActionRequest | { readonly method: "ui/request-teardown" },
    options: CallOptions,
  ): Promise<unknown>;
}

/** A View that wants the model to know more than this wants too much. */
const MAX_MODEL_CONTEXT_CHARACTERS = 64 * 1024;

/** Creates the {@link ServerActions} of a connected server. Own server only: there is no way to name another. */
export function createServerActions(options: {
  readonly server: Action["server"];
  readonly gate: Gate;
  readonly connection: McpConnection;
  readonly tools: Observable<readonly ServerTool[]>;
  readonly checkArguments: (tool: ServerTool, args: unknown) => ArgumentCheck;
  readonly effects: Effects;
}): ServerActions {
  const { server, gate, connection, tools, checkArguments, effects } = options;
  /** The model context that went out last, of each View. */
  const told = new WeakMap<View, string>();

  const run = <T>(
    request: Request,
    who: { readonly actor: Actor; readonly view?: View },
    deed: Omit<Deed<T>, "perform"> & {
      readonly perform: (signal: AbortSignal, action: Action) => Promise<T>;
    },
  ): Promise<T> => {
    const action: Action = {
      ...request,
      id: crypto.randomUUID(),
      actor: who.actor,
      server,
      ...(who.view && { view: { id: who.view.id, tool: who.view.tool.name } }),
      traceparent: createTraceparent(),
    };
    return act(gate, action, { ...deed, perform: (signal) => deed.perform(signal, action) });
  };

  const call = (
    name: string,
    given: Readonly<Record<string, unknown>>,
    who: { readonly actor: Actor; readonly view?: View },
    { signal, onProgress }: CallOptions,
  ): Promise<CallToolResult> => {
    const tool = tools.get().find((candidate) => candidate.name === name);
    // What is judged, asked about and recorded is what is sent, whatever the caller does to its object meanwhile.
    const args = structuredClone(given);
    return run({ method: "tools/call", name, tool, arguments: args }, who, {
      signal,
      refusal: callRefusal(name, tool, args, who.actor),
      perform: (whileWanted, { traceparent }) => {
        if (tool === undefined) throw new Error("unreachable: the gate refuses a tool that does not exist");
        return connection.callTool({ tool, arguments: args, signal: whileWanted, onProgress, traceparent });
      },
      isToolError: (result) => result.isError === true,
    });
  };

  const callRefusal = (
    name: string,
    tool: ServerTool | undefined,
    args: Readonly<Record<string, unknown>>,
    actor: Actor,
  ): Refusal | undefined => {
    if (tool === undefined) return { code: "refused", reason: `"${server.name}" has no tool "${name}".` };
    // Spec, "Visibility": MUST reject calls from apps for tools without "app"; unknown and empty mean nobody.
    if (!isCallableBy(tool, actor)) {
      return { code: "refused", reason: `"${name}" is not offered to ${AUDIENCE[actor]} (visibility).` };
    }
    const check = checkArguments(tool, args);
    return check.ok ? undefined : { code: "invalid-argument", reason: check.reason };
  };

  return {
    callTool: (name, args, { actor, ...rest }) => call(name, args, { actor }, rest),

    perform(view, request, callOptions) {
      const who = { actor: "view", view } as const;
      const { signal } = callOptions;
      switch (request.method) {
        case "tools/call":
          return call(request.name, request.arguments, who, callOptions);
        case "resources/read":
          return run(request, who, {
            signal,
            perform: (whileWanted, { traceparent }) =>
              connection.readResource(request.uri, { signal: whileWanted, traceparent }),
          });
        case "ui/open-link": {
          const perform = async (): Promise<object> => done(await effects.openLink(request.url));
          return run(request, who, { signal, refusal: linkRefusal(request.url), perform });
        }
        case "ui/download-file": {
          const perform = async (): Promise<object> => done(await effects.download(request.items));
          return run(request, who, { signal, refusal: downloadRefusal(request.items), perform });
        }
        case "ui/message": {
          const deliver = offered(effects.onMessage, request.method);
          const perform = async (): Promise<object> => done(await deliver(view, request.content));
          return run(request, who, { signal, perform });
        }
        case "ui/update-model-context": {
          const deliver = offered(effects.onModelContext, request.method);
          const perform = async (): Promise<object> => {
            const context = JSON.stringify([request.content, request.structuredContent]);
            // The same again says nothing new; it was judged and recorded like any other.
            if (told.get(view) === context) return {};
            // Before it is delivered: what the View says meanwhile is compared with this, not with what it said before.
            told.set(view, context);
            try {
              await deliver(view, request);
            } catch (error) {
              told.delete(view);
              throw error;
            }
            return {};
          };
          return run(request, who, { signal, refusal: contextRefusal(request), perform });
        }
        case "ui/request-display-mode": {
          const perform = async (): Promise<object> => ({ mode: view.setDisplayMode(request.mode) });
          return run(request, who, { signal, perform });
        }
        case "ui/request-teardown": {
          const perform = async (): Promise<object> => done(await view.close("The View asked to be closed."));
          return run(request, who, { signal, perform });
        }
      }
    },
  };
}

const AUDIENCE: Readonly<Record<Actor, string>> = {
  view: "Views",
  model: "the model",
  person: "anybody",
  embedder: "anybody",
  link: "anybody",
};

/** The spec's empty result. */
function done(_nothing: void): object {
  return {};
}

function offered<T>(handler: T | undefined, method: string): T {
  if (handler === undefined)
    throw new RpcError(RPC_ERROR.methodNotFound, `This host does not offer "${method}".`);
  return handler;
}

function contextRefusal(context: ModelContextParams): Refusal | undefined {
  const size = JSON.stringify([context.content, context.structuredContent]).length;
  if (size <= MAX_MODEL_CONTEXT_CHARACTERS) return undefined;
  const reason = `Model context of ${size} characters is too much; at most ${MAX_MODEL_CONTEXT_CHARACTERS} are taken.`;
  return { code: "invalid-argument", reason };
}
