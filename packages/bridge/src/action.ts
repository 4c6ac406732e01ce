import type { ContentBlock } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { Actor } from "./audit-event.ts";
import type { ServerTool } from "./server-tool.ts";

/** A file that a View wants saved: bytes that it brought along, or a link to fetch. */
export type DownloadItem =
  | {
      readonly kind: "file";
      readonly name: string;
      readonly mimeType: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: "link"; readonly name: string; readonly url: URL };

/** What an actor wants done. */
export type Request =
  | {
      readonly method: "tools/call";
      readonly name: string;
      /** The server's declaration; undefined when it has no such tool, which the gate refuses. */
      readonly tool: ServerTool | undefined;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | { readonly method: "resources/read"; readonly uri: string }
  | { readonly method: "ui/open-link"; readonly url: URL }
  | { readonly method: "ui/download-file"; readonly items: readonly DownloadItem[] }
  | { readonly method: "ui/message"; readonly content: readonly ContentBlock[] }
  | {
      readonly method: "ui/update-model-context";
      readonly content?: readonly ContentBlock[];
      readonly structuredContent?: Readonly<Record<string, unknown>>;
    }
  | { readonly method: "ui/request-display-mode"; readonly mode: McpUiDisplayMode }
  | { readonly method: "ui/request-teardown" };

/** A {@link Request} with who wants it and where: what policy judges, the person is asked about, and the log records. */
export type Action = Request & {
  /** Unique id of this action; ties its audit entries together. */
  readonly id: string;
  readonly actor: Actor;
  readonly server: { readonly name: string; readonly identity: string };
  /** The View it comes from; absent for calls that no View made. */
  readonly view?: { readonly id: string; readonly tool: string };
  /** W3C trace context of the action; made by the host, never taken from a View. */
  readonly traceparent: string;
};
