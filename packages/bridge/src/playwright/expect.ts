import { expect as base, type MatcherReturnType } from "@playwright/test";
import { hasAudited } from "./has-audited.ts";
import { hasCalledTool } from "./has-called-tool.ts";
import { hasNoCspViolations } from "./has-no-csp-violations.ts";
import { fitsWidth } from "./fits-width.ts";
import { isReady } from "./is-ready.ts";
import { settle, type MatcherOptions } from "./matcher.ts";
import type { HostedView, ToolArguments, Vitrine } from "./vitrine.ts";

/** Playwright's `expect` with matchers for Views. Each waits, and says what happened instead. */
export const expect = base.extend({
  /** The View has initialized, and neither failed nor was closed. */
  toBeReady(view: HostedView, options: MatcherOptions = {}): Promise<MatcherReturnType> {
    return settle(this, options, isReady(view));
  },

  /**
   * Given this width, in CSS pixels, the View's content fits: nobody has to scroll sideways. The View keeps the width,
   * so that a screenshot shows what was judged.
   */
  toFitWidth(view: HostedView, px: number, options: MatcherOptions = {}): Promise<MatcherReturnType> {
    return settle(this, options, fitsWidth(view, px));
  },

  /**
   * The record has exactly these actions, in this order: of one View, with the call that it was opened for, or of
   * everything that the host did. A line is `view add_item: allow by person, ok`.
   */
  toHaveAudited(
    received: HostedView | Vitrine,
    lines: readonly string[],
    options: MatcherOptions = {},
  ): Promise<MatcherReturnType> {
    return settle(this, options, hasAudited(received, lines));
  },

  /**
   * The View has called a tool and the call was allowed. Arguments, where they are given, are equal as JSON;
   * asymmetric matchers such as `expect.any(String)` may stand in them.
   */
  toHaveCalledTool(
    view: HostedView,
    tool: string,
    args?: ToolArguments,
    options: MatcherOptions = {},
  ): Promise<MatcherReturnType> {
    return settle(this, options, hasCalledTool(view, tool, args));
  },

  /** The View's policy has stopped nothing by the time its document is loaded. */
  toHaveNoCspViolations(view: HostedView, options: MatcherOptions = {}): Promise<MatcherReturnType> {
    return settle(this, options, hasNoCspViolations(view));
  },
});
