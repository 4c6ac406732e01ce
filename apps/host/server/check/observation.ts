import type { Finding, Outcome, Template } from "@vitrine/bridge";
import type { Surroundings } from "./surroundings.ts";
import type { ToolInput } from "./tool-input.ts";

/** Something that the View's policy stopped, as the browser says it. */
export interface SeenViolation {
  /** The effective directive, such as `connect-src`. */
  readonly directive: string;
  /** A URL, or a word such as `eval` or `inline`. */
  readonly blocked: string;
  /** Address of the script that tried; empty for the template's own and where there is none. */
  readonly source: string;
}

/** An error of the View's code. */
export interface SeenError {
  readonly kind: "uncaught" | "console";
  readonly text: string;
}

/** A request of the View that brought nothing. */
export interface SeenFailure {
  readonly url: string;
  /** What the browser or the other side said: `net::ERR_NAME_NOT_RESOLVED`, `HTTP 404`. */
  readonly reason: string;
  /** It was kept back because the run is offline. */
  readonly offline: boolean;
}

/** Something that the View asked the host for. */
export interface SeenAction {
  /** `tools/call`, `ui/message` … */
  readonly method: string;
  /** The tool or the address that it is about. */
  readonly subject?: string;
  readonly arguments?: unknown;
  /** How a question to the person was answered; absent where nobody was asked. */
  readonly answer?: "allow" | "deny";
  /** Absent when it had not ended yet. */
  readonly outcome?: Outcome;
  /** Why it was refused or failed. */
  readonly reason?: string;
}

/** An element that fails an accessibility rule. */
export interface SeenBarrier {
  /** The rule's name in axe-core. */
  readonly rule: string;
  readonly impact: "minor" | "moderate" | "serious" | "critical";
  /** What has to be so. */
  readonly help: string;
  /** How the elements are found, at most a few of them. */
  readonly targets: readonly string[];
  readonly count: number;
}

/** How the View fills its frame. */
export interface SeenSize {
  readonly width: number;
  /** Width of what is in it; more than `width` means that it has to be scrolled sideways. */
  readonly contentWidth: number;
  /** The element that reaches furthest, when it is too wide. */
  readonly widest?: string;
  readonly height: number;
  /** Nothing in it can be seen: no text, no picture, no control. */
  readonly blank: boolean;
}

/** One app, opened once. */
export interface ViewObservation {
  readonly surroundings: Surroundings;
  readonly start:
    { readonly ready: true; readonly ms: number } | { readonly ready: false; readonly reason: string };
  /** How the tool call ended that the View shows the result of. */
  readonly call:
    { readonly outcome: "ok" | "pending" } | { readonly outcome: "error"; readonly text: string };
  /** PNG; absent when there is nothing to show. */
  readonly screenshot?: Uint8Array;
  readonly violations: readonly SeenViolation[];
  readonly errors: readonly SeenError[];
  readonly failures: readonly SeenFailure[];
  readonly actions: readonly SeenAction[];
  readonly size?: SeenSize;
  /** A text says why it could not be looked for. */
  readonly barriers: readonly SeenBarrier[] | string;
}

/** One app in surroundings in which it could not be looked at. */
export interface UncheckedView {
  readonly surroundings: Surroundings;
  readonly reason: string;
}

/** One app of a server: a tool with a UI, and what was seen of it. */
export interface AppObservation {
  readonly server: string;
  readonly tool: string;
  readonly title: string;
  readonly templateUri: string;
  /** Absent when the template could not be read. */
  readonly template?: Pick<Template, "digest" | "size" | "csp">;
  readonly review: readonly Finding[];
  readonly input: ToolInput;
  /** Why it was not opened, where that is no fault. */
  readonly skipped?: string;
  /** One per surroundings; none when it could not be opened at all. */
  readonly views: readonly ViewObservation[];
  /** Where looking at it failed: those are not among `views`. */
  readonly unchecked?: readonly UncheckedView[];
}

/** A server that could not be asked. */
export interface UnreachedServer {
  readonly server: string;
  readonly reason: string;
}
