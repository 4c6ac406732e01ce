import type { McpUiHostContext } from "@modelcontextprotocol/ext-apps/app-bridge";
import type { ThemeChoice } from "../layout/layout-store.ts";

type StyleVariables = NonNullable<NonNullable<McpUiHostContext["styles"]>["variables"]>;

/** Both themes of one colour; the View resolves it by the `color-scheme` it runs in. */
const both = (light: string, dark: string): string => `light-dark(${light}, ${dark})`;

const INK = both("#1b1e1d", "#e7eae8");
const INK_SOFT = both("#545a57", "#a9b0ac");
const INK_FAINT = both("#676d6a", "#8f9793");
const LINE = both("#e0e2de", "#2b302e");
const LINE_STRONG = both("#8b918e", "#6c7471");
const ACCENT = both("#0b6570", "#76c6d1");
const GOOD = both("#256638", "#7fc796");
const WARN = both("#855100", "#dfb060");
const BAD = both("#a3262c", "#f19a98");

/** The page's palette under the standardized names (spec 2026-01-26, "Theming"); see `tokens.css`. */
const VARIABLES: StyleVariables = {
  "--color-background-primary": both("#ffffff", "#1c1f1e"),
  "--color-background-secondary": both("#f4f5f3", "#161817"),
  "--color-background-tertiary": both("#eeefec", "#242827"),
  "--color-background-inverse": both("#1b1e1d", "#e7eae8"),
  "--color-background-ghost": "transparent",
  "--color-background-info": both("#e3eeee", "#1b3033"),
  "--color-background-danger": both("#fbeceb", "#2e1a1a"),
  "--color-background-success": both("#e9f3eb", "#17261c"),
  "--color-background-warning": both("#faf1e0", "#2a2214"),
  "--color-background-disabled": both("#f4f5f3", "#161817"),
  "--color-text-primary": INK,
  "--color-text-secondary": INK_SOFT,
  "--color-text-tertiary": INK_FAINT,
  "--color-text-inverse": both("#ffffff", "#0c1617"),
  "--color-text-ghost": INK_SOFT,
  "--color-text-info": ACCENT,
  "--color-text-danger": BAD,
  "--color-text-success": GOOD,
  "--color-text-warning": WARN,
  "--color-text-disabled": INK_FAINT,
  "--color-border-primary": LINE_STRONG,
  "--color-border-secondary": LINE,
  "--color-border-tertiary": LINE,
  "--color-border-inverse": INK,
  "--color-border-ghost": "transparent",
  "--color-border-info": ACCENT,
  "--color-border-danger": BAD,
  "--color-border-success": GOOD,
  "--color-border-warning": WARN,
  "--color-border-disabled": LINE,
  "--color-ring-primary": ACCENT,
  "--color-ring-secondary": LINE_STRONG,
  "--color-ring-inverse": both("#ffffff", "#0c1617"),
  "--color-ring-info": ACCENT,
  "--color-ring-danger": BAD,
  "--color-ring-success": GOOD,
  "--color-ring-warning": WARN,
  "--font-sans": 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  "--font-mono": 'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  "--font-weight-normal": "400",
  "--font-weight-medium": "500",
  "--font-weight-semibold": "600",
  "--font-weight-bold": "700",
  "--font-text-xs-size": "0.75rem",
  "--font-text-sm-size": "0.8125rem",
  "--font-text-md-size": "0.9375rem",
  "--font-text-lg-size": "1.0625rem",
  "--font-heading-xs-size": "0.8125rem",
  "--font-heading-sm-size": "0.9375rem",
  "--font-heading-md-size": "1.0625rem",
  "--font-heading-lg-size": "1.25rem",
  "--font-heading-xl-size": "1.5rem",
  "--font-heading-2xl-size": "1.875rem",
  "--font-heading-3xl-size": "2.25rem",
  "--font-text-xs-line-height": "1.4",
  "--font-text-sm-line-height": "1.45",
  "--font-text-md-line-height": "1.5",
  "--font-text-lg-line-height": "1.5",
  "--font-heading-xs-line-height": "1.4",
  "--font-heading-sm-line-height": "1.4",
  "--font-heading-md-line-height": "1.35",
  "--font-heading-lg-line-height": "1.3",
  "--font-heading-xl-line-height": "1.25",
  "--font-heading-2xl-line-height": "1.2",
  "--font-heading-3xl-line-height": "1.15",
  "--border-radius-xs": "2px",
  "--border-radius-sm": "4px",
  "--border-radius-md": "6px",
  "--border-radius-lg": "8px",
  "--border-radius-xl": "12px",
  "--border-radius-full": "9999px",
  "--border-width-regular": "1px",
  "--shadow-hairline": `0 0 0 1px ${LINE}`,
  "--shadow-sm": `0 1px 2px ${both("rgb(0 0 0 / 0.08)", "rgb(0 0 0 / 0.4)")}`,
  "--shadow-md": `0 2px 8px ${both("rgb(0 0 0 / 0.1)", "rgb(0 0 0 / 0.5)")}`,
  "--shadow-lg": `0 8px 32px ${both("rgb(0 0 0 / 0.16)", "rgb(0 0 0 / 0.6)")}`,
};

/** What Views are told of the page they are in. */
export function hostContext(choice: ThemeChoice): McpUiHostContext {
  return {
    theme: themeOf(choice),
    styles: { variables: VARIABLES },
    locale: navigator.language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    platform: "web",
    userAgent: "vitrine",
    deviceCapabilities: {
      touch: matchMedia("(any-pointer: coarse)").matches,
      hover: matchMedia("(any-hover: hover)").matches,
    },
    safeAreaInsets: { top: 0, right: 0, bottom: 0, left: 0 },
  };
}

/** The theme that holds now. */
export function themeOf(choice: ThemeChoice): "light" | "dark" {
  if (choice !== "system") return choice;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
