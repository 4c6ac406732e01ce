import { create } from "zustand";
import { replacePageAddress } from "../layout/page-address.ts";

/** What stands in the form of one tool. */
export interface Draft {
  /** The arguments as JSON text; what the raw editor shows. */
  readonly text: string;
  /** Why a link's arguments could not be read; gone with the first change. */
  readonly complaint?: string;
}

interface Selection {
  readonly server?: string;
  readonly tool?: string;
  /** By server and tool: arguments are kept while other tools are looked at. */
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly mode: "form" | "json";
  /** Counts selections, so that choosing the same tool again moves the focus again. */
  readonly chosen: number;
  select(server: string, tool: string): void;
  clear(): void;
  write(server: string, tool: string, draft: Draft): void;
  edit(mode: "form" | "json"): void;
}

/** Which tool is in front, and what has been typed for each. */
export const useSelection = create<Selection>()((set) => ({
  drafts: new Map(),
  mode: "form",
  chosen: 0,
  select(server, tool) {
    set(({ chosen }) => ({ server, tool, chosen: chosen + 1 }));
    replacePageAddress({ server, tool, args: "", run: false });
  },
  clear() {
    useSelection.setState(({ server: _server, tool: _tool, ...rest }) => rest, true);
    replacePageAddress({ server: "", tool: "", args: "", run: false });
  },
  write(server, tool, draft) {
    set(({ drafts }) => ({ drafts: new Map(drafts).set(draftKey(server, tool), draft) }));
  },
  edit: (mode) => set({ mode }),
}));

/** The key of a tool's draft. */
export function draftKey(server: string, tool: string): string {
  return JSON.stringify([server, tool]);
}
