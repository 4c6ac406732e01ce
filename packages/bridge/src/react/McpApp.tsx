import { useEffect, useLayoutEffect, useRef, useState, type ReactElement } from "react";
import type { Server } from "../server.ts";
import type { OpenViewOptions, View } from "../view.ts";
import type { ViewState } from "../view-state.ts";
import { setAside } from "./set-aside.ts";

/**
 * Props of {@link McpApp}. Changing `server` or `tool` opens another View; `arguments`, `result` and `actor` are read
 * when one opens (give the component another `key` to open anew); `onState` is always the latest.
 */
export interface McpAppProps extends OpenViewOptions {
  readonly server: Server;
  readonly className?: string;
  /** Told of every state of the View, and of the View itself for its methods. */
  readonly onState?: (state: ViewState, view: View) => void;
}

/** React 18 warns of a layout effect on a server, where neither of the two runs. */
const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/** A View that was opened for the component, or will be at the end of this turn. */
interface Opening {
  readonly server: Server;
  readonly tool: string;
  mounted: boolean;
  view?: View;
}

/**
 * A tool's View as a component. It stays open while the component is mounted: across renders, when a keyed list is
 * re-ordered, and while a Suspense boundary around it shows its fallback. Unmounting closes it; where the browser can
 * keep its frame (`moveBefore`), the View is told first and may wind down. A tool that the server does not have, or
 * that has no View, is thrown to the error boundary; whatever else goes wrong is said in the View's place.
 */
export function McpApp({ server, tool, className, onState, ...options }: McpAppProps): ReactElement {
  const container = useRef<HTMLDivElement>(null);
  const opening = useRef<Opening>(undefined);
  const latest = useRef({ onState, options });
  const [thrown, setThrown] = useState<{ readonly error: unknown }>();

  useEffect(() => {
    latest.current = { onState, options };
  });

  // StrictMode unmounts and mounts again in one turn: what is new, what a Suspense boundary shows again, in some
  // versions what moved. What is decided at the end of the turn outlasts that.
  useEffect(() => {
    const before = opening.current;
    const present: Opening =
      before?.server === server && before.tool === tool ? before : { server, tool, mounted: false };
    opening.current = present;
    present.mounted = true;
    queueMicrotask(() => {
      if (!present.mounted || present.view !== undefined || container.current === null) return;
      try {
        const view = server.openView(container.current, { tool, ...latest.current.options });
        const tell = (): void => latest.current.onState?.(view.get(), view);
        present.view = view;
        view.subscribe(tell);
        tell();
      } catch (error) {
        setThrown({ error });
      }
    });
    return () => {
      present.mounted = false;
      queueMicrotask(() => {
        if (present.mounted) return;
        void present.view?.close("The component was unmounted.");
        delete present.view;
      });
    };
  }, [server, tool]);

  // Runs while the frame is still in the page; the clean-up above runs after React removed it.
  useBrowserLayoutEffect(() => {
    const place = container.current;
    return () => {
      if (place !== null && opening.current?.view !== undefined) setAside(opening.current.view, place);
    };
  }, []);

  if (thrown !== undefined) throw thrown.error;
  return <div ref={container} className={className} />;
}
