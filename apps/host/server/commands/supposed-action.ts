import type { Action, Request, ServerTool } from "@vitrine/bridge";
import { nearestName } from "../nearest-name.ts";
import { StartupError } from "../startup-error.ts";

/** An action that nobody takes, to ask a policy about. */
export interface SupposedAction {
  readonly server: string;
  /** The action; `readOnly` is what the server claims of the tool. */
  action(readOnly: boolean): Action;
}

const METHODS: readonly Request["method"][] = [
  "tools/call",
  "resources/read",
  "ui/open-link",
  "ui/download-file",
  "ui/message",
  "ui/update-model-context",
  "ui/request-display-mode",
  "ui/request-teardown",
];
const ACTORS: readonly Action["actor"][] = ["view", "person", "model", "embedder", "link"];

/** Builds an action from the words of a command line. Throws a {@link StartupError} for words it does not know. */
export function supposeAction(words: {
  readonly server: string;
  readonly tool: string;
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly origin: string | undefined;
}): SupposedAction {
  const { server, tool } = words;
  const actor = oneOf(ACTORS, "--actor", words.actor ?? "view");
  const method = oneOf(METHODS, "--action", words.action ?? "tools/call");
  const url = parseOrigin(method, words.origin);
  return {
    server,
    action: (readOnly) => ({
      id: "supposed",
      actor,
      server: { name: server, identity: server },
      ...(actor === "view" && { view: { id: "supposed", tool } }),
      traceparent: "",
      ...requestOf(method, { tool, readOnly, url }),
    }),
  };
}

interface Facts {
  readonly tool: string;
  readonly readOnly: boolean;
  readonly url: URL;
}

/** Of each request only what policies judge is filled in. */
function requestOf(method: Request["method"], { tool, readOnly, url }: Facts): Request {
  switch (method) {
    case "tools/call":
      return { method, name: tool, tool: declarationOf(tool, readOnly), arguments: {} };
    case "resources/read":
      return { method, uri: "" };
    case "ui/open-link":
      return { method, url };
    case "ui/download-file":
      return { method, items: [{ kind: "link", name: "", url }] };
    case "ui/message":
      return { method, content: [] };
    case "ui/request-display-mode":
      return { method, mode: "inline" };
    case "ui/update-model-context":
    case "ui/request-teardown":
      return { method };
  }
}

function declarationOf(name: string, readOnlyHint: boolean): ServerTool {
  const inputSchema = { type: "object" } as const;
  return {
    name,
    title: name,
    description: "",
    inputSchema,
    annotations: { readOnlyHint },
    visibility: ["model", "app"],
    definition: { name, inputSchema },
  };
}

function oneOf<W extends string>(known: readonly W[], option: string, word: string): W {
  const found = known.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  const nearest = nearestName(word, known);
  const mend = nearest === undefined ? `use one of ${known.join(", ")}.` : `did you mean "${nearest}"?`;
  throw new StartupError(2, `${option} does not know "${word}": ${mend}`);
}

function parseOrigin(method: Action["method"], text: string | undefined): URL {
  const needed = method === "ui/open-link" || method === "ui/download-file";
  if (needed !== (text !== undefined)) {
    throw new StartupError(
      2,
      needed
        ? `--action ${method} needs --origin URL: where it leads.`
        : `--origin goes with --action ui/open-link or ui/download-file only.`,
    );
  }
  if (text === undefined) return new URL("about:blank");
  if (URL.canParse(text)) return new URL(text);
  throw new StartupError(2, `--origin "${text}" is no URL: write one such as https://docs.example.com.`);
}
