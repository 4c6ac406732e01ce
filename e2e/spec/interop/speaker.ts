/** What a View hears from its host. */
export interface Listeners {
  readonly onInputPartial: (input: unknown) => void;
  readonly onInput: (input: unknown) => void;
  readonly onResult: (text: string) => void;
  readonly onCancelled: (reason: string | undefined) => void;
  /** The fields of the host's context that changed. */
  readonly onContext: (change: HostTold) => void;
  /** The host waits until it resolves. */
  readonly onTeardown: () => Promise<void>;
}

/** What a View knows of its host. */
export interface HostTold {
  readonly theme?: string | undefined;
  readonly displayMode?: string | undefined;
  readonly locale?: string | undefined;
}

/** One way of writing a View; everything that a View can say. What is refused rejects. */
export interface Speaker {
  /** Resolves with the host's context once the View is initialized. */
  connect(listeners: Listeners): Promise<HostTold>;
  /** Resolves with the text of the result. */
  callTool(name: string, args: Record<string, unknown>): Promise<string>;
  sendMessage(text: string): Promise<void>;
  updateModelContext(text: string): Promise<void>;
  openLink(url: string): Promise<void>;
  /** Resolves with the mode that holds afterwards. */
  requestDisplayMode(mode: "inline" | "fullscreen"): Promise<string>;
  log(text: string): Promise<void>;
}
