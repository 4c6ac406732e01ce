import { createSource } from "../observable.ts";
import type { Server } from "../server.ts";
import type { OpenViewOptions, View } from "../view.ts";
import type { ViewPhase, ViewState } from "../view-state.ts";

/** A View that was opened at a {@link recordingServer}. */
export interface OpenedView {
  readonly container: HTMLElement;
  readonly options: OpenViewOptions;
  readonly closed: boolean;
  /** Puts the View into a phase. */
  enter(phase: ViewPhase): void;
}

/** A server that opens no frames but writes down what it was asked to open: for tests of what embeds Views. */
export function recordingServer(): { readonly server: Server; readonly opened: readonly OpenedView[] } {
  const opened: OpenedView[] = [];
  const openView = (container: HTMLElement, options: OpenViewOptions): View => {
    const state = createSource<ViewState>({
      phase: "loading",
      waitingFor: "template",
      displayMode: "inline",
      displayModes: ["inline"],
      call: { status: "waiting" },
      hung: false,
      silentSeconds: 0,
      notes: [],
    });
    let closed = false;
    opened.push({
      container,
      options,
      get closed() {
        return closed;
      },
      enter: (phase) => state.set({ ...state.get(), ...phase }),
    });
    const view: Partial<View> = {
      id: `view-${opened.length}`,
      get: state.get,
      subscribe: state.subscribe,
      close(reason = "The host closed it.") {
        closed = true;
        state.set({ ...state.get(), phase: "closed", reason });
        return Promise.resolve();
      },
    };
    return view as View;
  };
  return { server: { openView } as Server, opened };
}
