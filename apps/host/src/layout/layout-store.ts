import { create } from "zustand";
import { readPageAddress, replacePageAddress } from "./page-address.ts";

/** Which of the three columns. */
export type Panel = "servers" | "views" | "record";

export type ThemeChoice = "system" | "light" | "dark";

interface Layout {
  /** Columns that are folded away on wide screens. */
  readonly hidden: ReadonlySet<Panel>;
  /** The one column that narrow screens show. */
  readonly tab: Panel;
  readonly theme: ThemeChoice;
  togglePanel(panel: Panel): void;
  showTab(panel: Panel): void;
  chooseTheme(theme: ThemeChoice): void;
}

const THEME_KEY = "vitrine-theme";

/** How the workbench is laid out. Columns live in the address, the theme in this browser. */
export const useLayout = create<Layout>()((set, get) => {
  const { hidden, tab } = readPageAddress(location.search);
  return {
    hidden,
    tab,
    theme: storedTheme(),
    togglePanel(panel) {
      const next = new Set(get().hidden);
      if (!next.delete(panel)) next.add(panel);
      set({ hidden: next });
      replacePageAddress({ hidden: next });
    },
    showTab(panel) {
      set({ tab: panel });
      replacePageAddress({ tab: panel });
    },
    chooseTheme(theme) {
      set({ theme });
      try {
        localStorage.setItem(THEME_KEY, theme);
      } catch {
        // Without storage the choice holds until the page is closed.
      }
      applyTheme(theme);
    },
  };
});

/** Makes the page use the theme; "system" follows the device. */
export function applyTheme(theme: ThemeChoice): void {
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
}

function storedTheme(): ThemeChoice {
  try {
    const theme = localStorage.getItem(THEME_KEY);
    return theme === "light" || theme === "dark" ? theme : "system";
  } catch {
    return "system";
  }
}
