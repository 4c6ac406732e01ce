import type { View } from "../../view.ts";
import type { TestGrants } from "../vitrine.ts";
import { refusalOf } from "./approve-templates.ts";

/** Resolves once a View is ready, or with the sentence that says why it will not be. */
export function readyOrReason(view: View, grants: TestGrants): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settle = (reason?: string): void => {
      for (const unfollow of following) unfollow();
      resolve(reason);
    };
    const check = (): void => {
      const state = view.get();
      switch (state.phase) {
        case "ready":
          return settle();
        case "closed":
        case "failed":
          return settle(state.reason);
        case "loading": {
          const entry = view.server.templates.entry(view.tool.templateUri ?? "");
          const refusal = entry && refusalOf(entry, grants);
          return refusal === undefined ? undefined : settle(refusal);
        }
        case "initializing":
      }
    };
    const following = [view.subscribe(check), view.server.templates.subscribe(check)];
    check();
  });
}
