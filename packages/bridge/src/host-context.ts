import type { McpUiDisplayMode, McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { ServerTool } from "./server-tool.ts";

/** Display modes this host can show. */
export const HOST_DISPLAY_MODES: readonly McpUiDisplayMode[] = ["inline", "fullscreen", "pip"];

/** A View never grows beyond this inline; it scrolls instead. */
export const MAX_INLINE_HEIGHT_PX = 4000;

/** What the browser says about the person's surroundings; the host's own `context` goes before it. */
export function browserContext(): McpUiHostContext {
  return {
    theme: matches("(prefers-color-scheme: dark)") ? "dark" : "light",
    locale: globalThis.navigator?.language ?? "en",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    platform: "web",
    deviceCapabilities: { touch: matches("(pointer: coarse)"), hover: matches("(hover: hover)") },
  };
}

/** The part of the context that is one View's own. */
export function viewContext(options: {
  readonly tool: ServerTool;
  readonly displayMode: McpUiDisplayMode;
  readonly size: FrameSize;
}): McpUiHostContext {
  return {
    toolInfo: { tool: options.tool.definition },
    displayMode: options.displayMode,
    availableDisplayModes: [...HOST_DISPLAY_MODES],
    containerDimensions: containerDimensions(options.displayMode, options.size),
  };
}

/** What the frame of a View measures, in CSS pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** Inline, the host gives the width and the View its height; otherwise the host gives both (spec, "Dimension Modes"). */
export function containerDimensions(
  mode: McpUiDisplayMode,
  { width, height }: FrameSize,
): NonNullable<McpUiHostContext["containerDimensions"]> {
  return mode === "inline" ? { width, maxHeight: MAX_INLINE_HEIGHT_PX } : { width, height };
}

/** The fields of `next` that differ from `previous`; undefined when none does. */
export function contextChange(
  previous: McpUiHostContext,
  next: McpUiHostContext,
): McpUiHostContext | undefined {
  const changed = Object.entries(next).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(previous[field]),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function matches(query: string): boolean {
  return globalThis.matchMedia?.(query).matches ?? false;
}
