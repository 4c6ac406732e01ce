import type { CallToolResult, Progress } from "@modelcontextprotocol/client";
import type { McpUiDisplayMode, McpUiResourceCsp } from "@modelcontextprotocol/ext-apps/app-bridge";

/** A list of domains in `_meta.ui.csp`. */
export type CspField = keyof Pick<
  McpUiResourceCsp,
  "connectDomains" | "resourceDomains" | "frameDomains" | "baseUriDomains"
>;

/** Why a View failed; `reason` says it in a sentence with the mend. */
export type ViewFailure =
  | "template"
  | "not-approved"
  | "sandbox"
  | "no-initialize"
  | "script-error"
  | "replaced"
  | "server-gone"
  | "hung";

/** Where a View is in its life. */
export type ViewPhase =
  | { readonly phase: "loading"; readonly waitingFor: "template" | "approval" | "sandbox" }
  | { readonly phase: "initializing" }
  | { readonly phase: "ready" }
  | { readonly phase: "closed"; readonly reason: string }
  | { readonly phase: "failed"; readonly failure: ViewFailure; readonly reason: string };

/** How far the tool call that the View belongs to has come. */
export type ViewCall =
  | { readonly status: "waiting" }
  | { readonly status: "running"; readonly progress?: Progress }
  | { readonly status: "done"; readonly result: CallToolResult }
  | { readonly status: "failed"; readonly reason: string }
  | { readonly status: "cancelled"; readonly reason: string };

/** Something a View said or ran into that is no action: kept in a short ring, never in the audit log. */
export interface ViewNote {
  readonly at: number;
  readonly kind: "log" | "violation" | "error" | "dropped";
  readonly text: string;
  /** What the View's policy stopped; present when `kind` is `violation`. */
  readonly violation?: PolicyViolation;
}

/** What a View's Content-Security-Policy stopped, as the View's document reported it: a claim of the View. */
export interface PolicyViolation {
  /** The effective directive, such as `script-src-elem`. */
  readonly directive: string;
  /** A URL, or a word such as `eval` or `inline`. */
  readonly blocked: string;
  /** The field of `_meta.ui.csp` that would allow it; absent where no declaration can. */
  readonly declaration?: CspField;
}

/** Everything about a View that can be shown. */
export type ViewState = ViewPhase & {
  readonly displayMode: McpUiDisplayMode;
  /** Modes that both the host and the View support. */
  readonly displayModes: readonly McpUiDisplayMode[];
  readonly call: ViewCall;
  /** Its process does not answer: its script is busy or stuck. Nothing is done about it unasked; closing works. */
  readonly hung: boolean;
  /** How long it has not answered, in seconds, while it is `hung`; otherwise 0. */
  readonly silentSeconds: number;
  /** Name and version as claimed by the View. */
  readonly app?: { readonly name: string; readonly version: string };
  /** The View's own origin, once it runs. */
  readonly origin?: string;
  /** The latest {@link ViewNote}s, oldest first, at most 50. */
  readonly notes: readonly ViewNote[];
};
