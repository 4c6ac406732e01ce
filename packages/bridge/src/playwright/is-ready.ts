import type { Expectation } from "./matcher.ts";
import { situationOf } from "./situation.ts";
import type { ViewState } from "../view-state.ts";
import type { HostedView } from "./vitrine.ts";

/** The View is ready: it has initialized and neither failed nor was closed. */
export function isReady(view: HostedView): Expectation<ViewState> {
  return {
    read: () => view.host.state(),
    holds: ({ phase }) => phase === "ready",
    expected: (not) => `The View should ${not}be ready.`,
    actual: () => situationOf(view.host),
  };
}
