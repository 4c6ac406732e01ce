import type { FrameLocator } from "@playwright/test";
import { testView } from "../fixtures/test-view.ts";

/** A message of the host, as the View's window heard it. */
export interface HeardMessage {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** How a request of the View was answered. */
export type Reply = Pick<HeardMessage, "result" | "error">;

/** Everything that a test does inside of a listening View. */
export interface InsideView {
  /** All messages of the host, answers included, in order. */
  heard(): Promise<readonly HeardMessage[]>;
  /** The params of the notifications and requests of this method, in order. */
  heardOf(method: string): Promise<readonly unknown[]>;
  /** Methods of the host's notifications and requests, in order. */
  methods(): Promise<readonly string[]>;
  /** Sends a request and waits for its answer. */
  request(method: string, params?: object): Promise<Reply>;
  notify(method: string, params?: object): Promise<void>;
  /** The result of `ui/initialize`. */
  initialized(): Promise<Readonly<Record<string, unknown>>>;
}

interface ViewGlobals {
  heard: HeardMessage[];
  host: Readonly<Record<string, unknown>>;
  request(method: string, params: object): Promise<HeardMessage["result"]>;
  notify(method: string, params: object): void;
}

/** A View without an SDK that initializes, writes down every message it hears, and does what a test tells it to. */
export function listeningView(
  options: {
    /** Runs once it has initialized, like `testView`'s. */
    readonly script?: string;
    readonly body?: string;
    /** `false`: it does not initialize by itself. */
    readonly initialize?: boolean;
    /** `appCapabilities.availableDisplayModes`; default: all. */
    readonly modes?: readonly string[] | "undeclared";
  } = {},
): string {
  const { script = "", body = "", initialize = true, modes = ["inline", "fullscreen", "pip"] } = options;
  const declared = modes === "undeclared" ? {} : { availableDisplayModes: modes };
  const handshake = `globalThis.host = await request("ui/initialize", {
      appInfo: { name: "listening-view", version: "1.0.0" },
      appCapabilities: ${JSON.stringify(declared)},
      protocolVersion: "2026-01-26",
    });
    notify("ui/notifications/initialized", {});`;
  return testView(
    `Object.assign(globalThis, { request, notify });
     ${initialize ? handshake : ""}
     ${script}`,
    {
      initialize: false,
      body: `<script>
        globalThis.heard = [];
        addEventListener("message", ({ data }) => heard.push(data));
      </script>${body}`,
    },
  );
}

/** Drives a {@link listeningView} from the test. */
export function inside(view: FrameLocator): InsideView {
  const root = view.locator(":root");
  const heard = (): Promise<readonly HeardMessage[]> =>
    root.evaluate(() => (globalThis as unknown as ViewGlobals).heard);
  const told = async (): Promise<readonly HeardMessage[]> =>
    (await heard()).filter(({ method }) => method !== undefined);
  return {
    heard,
    methods: async () => (await told()).map(({ method = "" }) => method),
    heardOf: async (wanted) =>
      (await told()).filter(({ method }) => method === wanted).map(({ params }) => params),
    request: (method, params = {}) =>
      root.evaluate(
        (_root, [name, given]) =>
          (globalThis as unknown as ViewGlobals).request(name, given).then(
            (result) => ({ result }) as Reply,
            (error: unknown) => ({ error }) as Reply,
          ),
        [method, params] as const,
      ),
    notify: (method, params = {}) =>
      root.evaluate((_root, [name, given]) => (globalThis as unknown as ViewGlobals).notify(name, given), [
        method,
        params,
      ] as const),
    initialized: () => root.evaluate(() => (globalThis as unknown as ViewGlobals).host),
  };
}
