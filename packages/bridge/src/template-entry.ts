import type { Grants, Wants } from "./grants.ts";
import type { Finding } from "./review.ts";
import type { Template } from "./template.ts";

/** A template that was read and reviewed. */
export interface ExaminedTemplate {
  readonly template: Template;
  readonly findings: readonly Finding[];
  /** What it can be granted when it is approved. */
  readonly wants: Wants;
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  /** Milliseconds since 1970; equal to `fetchedAt` when the server gave no `ttlMs`. */
  readonly freshUntil: number;
  /** Why it is blocked; in the other states, why its approval is not enough, or why it could not be read again. */
  readonly reason?: string;
}

/** A template of which nothing is known yet, or that could not be read. */
export interface UnreadTemplate {
  readonly template?: undefined;
  readonly wants?: undefined;
  readonly findings: readonly [];
}

/** How a template stands: new → approved or blocked → changed. Only an approved one may run. */
export type TemplateStanding =
  | (UnreadTemplate & { readonly state: "loading"; readonly reason?: undefined })
  | (UnreadTemplate & { readonly state: "failed"; readonly reason: string })
  | (ExaminedTemplate & { readonly state: "new" })
  /** `stale` while the server is asked whether it is still the current one, and when it could not be asked. */
  | (ExaminedTemplate & { readonly state: "approved"; readonly stale: boolean; readonly grants: Grants })
  | (ExaminedTemplate & { readonly state: "blocked"; readonly reason: string })
  /** `template` is the version that waits; `approvedTemplate`, for a diff, the one that was approved, if known. */
  | (ExaminedTemplate & {
      readonly state: "changed";
      readonly approvedDigest: string;
      readonly approvedTemplate?: Template;
    });

/** A template that may run, and what it was granted. */
export interface ApprovedTemplate {
  /** The very object whose digest was approved. */
  readonly template: Template;
  readonly grants: Grants;
}

/** One template of a server, for whoever shows or reviews it. */
export type TemplateEntry = TemplateStanding & {
  readonly uri: string;
  /** Names of the tools that are shown with it. */
  readonly tools: readonly string[];
};
