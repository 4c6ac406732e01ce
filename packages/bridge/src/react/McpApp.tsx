import type { CallToolResult } from "@modelcontextprotocol/client";
import { useEffect, useRef, type ReactElement } from "react";
import type { Server } from "../server.ts";
import type { View } from "../view.ts";
import type { ViewState } from "../view-state.ts";

/** Props of {@link McpApp}. Changing `server` or `tool` opens another View; the rest is read when one opens. */
export interface McpAppProps {
  readonly server: Server;
  readonly tool: string;
  /** The complete tool input. Default `{}`. */
  readonly arguments?: Readonly<Record<string, unknown>>;
  /** The agent already called the tool: no call is made. */
  readonly result?: CallToolResult | Promise<CallToolResult>;
  readonly className?: string;
  /** Told of every state of the View, and of the View itself for its methods. */
  readonly onState?: (state: ViewState, view: View) => void;
}

/**
 * A tool's View as a component. Unmounting closes the View; mounting twice at once (StrictMode) opens it once,
 * because the View is opened in the turn after the mount and a mount that is undone by then opens nothing.
 */
export function McpApp({ server, tool, className, ...latest }: McpAppProps): ReactElement {
  const container = useRef<HTMLDivElement>(null);
  const props = useRef(latest);
  useEffect(() => {
    props.current = latest;
  });

  useEffect(() => {
    let view: View | undefined;
    let unmounted = false;
    queueMicrotask(() => {
      if (unmounted || container.current === null) return;
      const { arguments: input = {}, result } = props.current;
      const opened = server.openView(container.current, {
        tool,
        arguments: input,
        ...(result && { result }),
      });
      const tell = (): void => props.current.onState?.(opened.get(), opened);
      view = opened;
      opened.subscribe(tell);
      tell();
    });
    return () => {
      unmounted = true;
      void view?.close("The component was unmounted.");
    };
  }, [server, tool]);

  return <div ref={container} className={className} />;
}
