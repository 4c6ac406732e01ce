import type { Panel } from "./layout-store.ts";

/** What the page's address says: a tool with its arguments, and how the columns are laid out. */
export interface PageAddress {
  readonly server?: string;
  readonly tool?: string;
  /** JSON text as it stands in the address, not yet parsed. */
  readonly args?: string;
  /** Whether the link presses Run. */
  readonly run: boolean;
  readonly hidden: ReadonlySet<Panel>;
  readonly tab: Panel;
}

const PANELS: readonly Panel[] = ["servers", "views", "record"];

export function readPageAddress(search: string): PageAddress {
  const params = new URLSearchParams(search);
  const optional = (name: "server" | "tool" | "args") => {
    const value = params.get(name);
    return value === null ? {} : { [name]: value };
  };
  const hidden = new Set((params.get("hide") ?? "").split(",").filter(isPanel));
  const tab = params.get("tab") ?? "";
  return {
    ...optional("server"),
    ...optional("tool"),
    ...optional("args"),
    run: params.get("run") === "1",
    hidden,
    tab: isPanel(tab) ? tab : params.has("tool") ? "views" : "servers",
  };
}

/** The search part for `current` with `changes` applied. What is at its default is left out. */
export function writePageAddress(current: string, changes: Partial<PageAddress>): string {
  const params = new URLSearchParams(current);
  const put = (name: string, value: string | undefined): void => {
    if (value === undefined || value === "") params.delete(name);
    else params.set(name, value);
  };
  if ("server" in changes) put("server", changes.server);
  if ("tool" in changes) put("tool", changes.tool);
  if ("args" in changes) put("args", changes.args);
  if ("run" in changes) put("run", changes.run ? "1" : undefined);
  if (changes.hidden !== undefined)
    put("hide", PANELS.filter((panel) => changes.hidden?.has(panel)).join(","));
  if (changes.tab !== undefined) put("tab", changes.tab);
  const search = params.toString().replaceAll("%2C", ",");
  return search === "" ? "" : `?${search}`;
}

/** Changes the address in place: no entry in the history, no load. */
export function replacePageAddress(changes: Partial<PageAddress>): void {
  history.replaceState(history.state, "", location.pathname + writePageAddress(location.search, changes));
}

function isPanel(text: string): text is Panel {
  return (PANELS as readonly string[]).includes(text);
}
