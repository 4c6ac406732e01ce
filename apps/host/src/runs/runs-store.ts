import type { Observable, Server, ServerTool, View } from "@vitrine/bridge";
import { create } from "zustand";
import type { CallState } from "./tool-call.ts";

/** One press of Run: the tool's View, or its call when it has no UI. */
export type Run = {
  readonly id: string;
  readonly server: Server;
  readonly tool: ServerTool;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly actor: "person" | "link";
} & (
  | { readonly kind: "view"; readonly view?: View }
  | { readonly kind: "call"; readonly call: Observable<CallState>; readonly cancel: () => void }
);

export type ViewRun = Extract<Run, { kind: "view" }>;
export type CallRun = Extract<Run, { kind: "call" }>;

interface Runs {
  /** Newest first. The order of what stays never changes: moving a frame would reload it. */
  readonly runs: readonly Run[];
  add(run: Run): void;
  /** Puts `next` where `id` is. */
  replace(id: string, next: Run): void;
  setView(id: string, view: View): void;
  remove(id: string): void;
}

/** What was run on this page and is still open. */
export const useRuns = create<Runs>()((set) => ({
  runs: [],
  add: (run) => set(({ runs }) => ({ runs: [run, ...runs] })),
  replace: (id, next) => set(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? next : run)) })),
  setView: (id, view) =>
    set(({ runs }) => ({
      runs: runs.map((run) => (run.id === id && run.kind === "view" ? { ...run, view } : run)),
    })),
  remove: (id) => set(({ runs }) => ({ runs: runs.filter((run) => run.id !== id) })),
}));
