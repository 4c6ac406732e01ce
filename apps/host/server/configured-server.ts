import { validateHeaderName, validateHeaderValue } from "node:http";
import { resolve } from "node:path";
import type { ApprovalMode } from "@vitrine/bridge";
import { z } from "zod";
import { pathText, type ConfigPath, type ConfigSource } from "./config-source.ts";
import { fillVariables, VariableError } from "./config-variables.ts";
import type { HttpServer, ServerEntry, StdioServer } from "./server-entry.ts";
import { httpIdentity, shownUrl, stdioIdentity } from "./server-identity.ts";

const text = z.string("must be text in quotes");
const texts = z.record(z.string(), text, "must be an object of texts");
const entrySchema = z.object({
  command: text.min(1, "must not be empty").optional(),
  args: z.array(text, "must be a list of texts").optional(),
  env: texts.optional(),
  cwd: text.optional(),
  url: text.optional(),
  headers: texts.optional(),
  type: text.optional(),
  disabled: z.boolean("must be true or false").optional(),
});

/** The keys of an entry in `mcpServers`. */
export const serverKeys: readonly string[] = Object.keys(entrySchema.shape);

interface EntryOptions {
  readonly source: ConfigSource;
  readonly name: string;
  readonly entry: unknown;
  readonly templates: ApprovalMode;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Headers that belong to one connection, or that the relay itself decides. */
const ownHeaders = new Set([
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** One entry of `mcpServers`, with its variables filled in; `undefined` when it is disabled. */
export function configuredServer(options: EntryOptions): ServerEntry | undefined {
  const { source, name } = options;
  const path = ["mcpServers", name];
  const parsed = entrySchema.safeParse(options.entry);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const place = [...path, ...(issue.path as (string | number)[])];
    throw source.problem(place, `${pathText(place)} ${issue.message}.`);
  }
  const entry = parsed.data;
  // The name is a segment of a path, where dots alone would lead elsewhere.
  if (name === "" || name.length > 100 || /[/\\\p{Cc}]|^\.{1,2}$/u.test(name)) {
    throw source.problem(
      path,
      `the server name ${JSON.stringify(name)} must have 1 to 100 characters, no slash, and not only dots.`,
    );
  }
  if (entry.disabled) return undefined;
  if ((entry.command === undefined) === (entry.url === undefined)) {
    throw source.problem(path, `${pathText(path)} needs either "command" or "url".`);
  }
  if (entry.type?.toLowerCase() === "sse") {
    throw source.problem(
      [...path, "type"],
      `${pathText(path)} uses the retired SSE transport: give its Streamable HTTP URL.`,
    );
  }
  const fill = (value: string, ...at: (string | number)[]): string => {
    try {
      return fillVariables(value, options.env);
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      throw source.problem([...path, ...at], `${error.message}.`);
    }
  };
  return entry.url === undefined
    ? stdioServer(options, entry, fill)
    : httpServer(options, entry.url, entry, fill);
}

type Entry = z.infer<typeof entrySchema>;
type Fill = (value: string, ...at: (string | number)[]) => string;

function stdioServer({ name, templates, directory }: EntryOptions, entry: Entry, fill: Fill): StdioServer {
  const command = fill(entry.command!, "command");
  const args = (entry.args ?? []).map((value, index) => fill(value, "args", index));
  const cwd = resolve(directory, fill(entry.cwd ?? ".", "cwd"));
  return {
    name,
    transport: "stdio",
    source: "config",
    templates,
    identity: stdioIdentity(command, args, cwd),
    // As written in the file: what variables hold may be secret.
    address: [entry.command, ...(entry.args ?? [])].join(" "),
    command,
    args,
    cwd,
    env: fillAll(entry.env, "env", fill),
  };
}

function httpServer(options: EntryOptions, written: string, entry: Entry, fill: Fill): HttpServer {
  const { source, name, templates } = options;
  const path: ConfigPath = ["mcpServers", name];
  const filled = fill(written, "url");
  if (!URL.canParse(filled)) throw source.problem([...path, "url"], `${pathText(path)}.url is not a URL.`);
  const url = new URL(filled);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw source.problem([...path, "url"], `${pathText(path)}.url must start with http:// or https://.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw source.problem([...path, "url"], `${pathText(path)}.url must not hold a password: use "headers".`);
  }
  url.hash = "";
  const headers = fillAll(entry.headers, "headers", fill);
  for (const [header, value] of Object.entries(headers)) {
    const at = [...path, "headers", header];
    if (ownHeaders.has(header.toLowerCase()))
      throw source.problem(at, `the header ${header} is set by the relay: remove it.`);
    try {
      validateHeaderName(header);
      validateHeaderValue(header, value);
    } catch {
      throw source.problem(at, `${pathText(at)} holds characters that no header may have.`);
    }
  }
  return {
    name,
    transport: "http",
    source: "config",
    templates,
    identity: httpIdentity(url),
    address: shownUrl(url),
    url,
    headers,
    // Whoever writes the config file may reach what this machine may reach.
    reach: ["public", "loopback", "private"],
  };
}

function fillAll(
  values: Readonly<Record<string, string>> | undefined,
  key: string,
  fill: Fill,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, fill(value, key, name)]),
  );
}
