import type { ApprovalMode } from "@vitrine/bridge";

/** A server that the relay forwards to, as `/api/bootstrap` lists it. */
export interface ServerDescription {
  readonly name: string;
  /** Who its templates and approvals belong to. */
  readonly identity: string;
  readonly transport: "http" | "stdio";
  /** Where it comes from: the config file, or the dialog of this page. */
  readonly source: "config" | "page";
  readonly templates: ApprovalMode;
  /** Its URL or command line, for display. */
  readonly address: string;
}
