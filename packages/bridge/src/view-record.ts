import type { AuditEvent, ViewEventKind } from "./audit-event.ts";
import { allowAttribute, viewCsp } from "./csp.ts";
import type { Grants } from "./grants.ts";
import type { Server } from "./server.ts";
import type { Template } from "./template.ts";

/** What the record says about one View. */
export interface ViewRecord {
  /** Resolves once it is durable; a View runs only after that. */
  opened(
    shown: Template,
    placed: {
      readonly grants: Grants;
      readonly origin: string;
      /** Every ancestor of the View's document. */
      readonly ancestors: readonly string[];
    },
  ): Promise<void>;
  /** Resolves once it is durable. */
  add(kind: ViewEventKind, reason: string): Promise<void>;
}

/** Creates the {@link ViewRecord} of a View. */
export function createViewRecord(options: {
  readonly view: string;
  readonly server: Server;
  readonly tool: string;
  readonly record: (event: AuditEvent) => Promise<void>;
}): ViewRecord {
  const { view, tool, record } = options;
  const { name: server, identity } = options.server;
  return {
    opened: (shown, { grants, origin, ancestors }) =>
      record({
        kind: "view.opened",
        view,
        server,
        identity,
        tool,
        uri: shown.uri,
        templateDigest: shown.digest,
        origin,
        csp: viewCsp({
          csp: shown.csp,
          frameAncestors: ancestors,
          unsafeEval: grants.unsafeEval === true,
        }),
        permissions: allowAttribute(shown.permissions),
      }),
    add: (kind, reason) => record({ kind, view, server, identity, reason }),
  };
}
