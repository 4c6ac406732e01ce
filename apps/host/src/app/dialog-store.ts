import { create } from "zustand";

interface Dialogs {
  /** How many dialogs are open that the person opened. Questions wait behind them: no dialog lies on another. */
  readonly opened: number;
  add(change: 1 | -1): void;
}

/** The dialogs of the page. */
export const useDialogs = create<Dialogs>()((set) => ({
  opened: 0,
  add: (change) => set(({ opened }) => ({ opened: opened + change })),
}));
