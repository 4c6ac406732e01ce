import { ApiError } from "./api-error.ts";
import type { Limits } from "./limits.ts";
import type { Page } from "./pages.ts";
import type { ForwardedCalls } from "./record/forwarded-calls.ts";
import type { StdioServer } from "./server-entry.ts";
import { startStdioProcess, type StdioProcess } from "./stdio-process.ts";

/** The processes of stdio servers: one for each page and server, started at the first message. */
export interface StdioUpstreams {
  /** Writes a message to the page's process of `server`. Throws an {@link ApiError} when it cannot be started. */
  write(page: Page, server: StdioServer, line: string): Promise<void>;
  /** Ends the page's process of a server, if there is one. */
  end(page: Page, server: StdioServer): Promise<void>;
  /** Ends all of them. */
  close(): Promise<void>;
  /** Ends all of them at once, without asking. */
  kill(): void;
}

export interface StdioUpstreamsOptions {
  readonly limits: Limits;
  /** Hears what processes answer before the page does, and of calls that will get no answer. */
  readonly calls: Pick<ForwardedCalls, "answered" | "endAll">;
}

export function createStdioUpstreams({ limits, calls }: StdioUpstreamsOptions): StdioUpstreams {
  const processes = new Map<string, Promise<StdioProcess>>();
  const running = new Set<StdioProcess>();

  function start(page: Page, server: StdioServer): Promise<StdioProcess> {
    const key = keyOf(page, server);
    if (processes.size >= limits.processes) {
      const message = `${limits.processes} server processes run already: close a page, or raise limits.processes.`;
      throw new ApiError(429, "too-many-processes", message);
    }
    const leave = (): void => void end(page, server);
    const forget = (): void => {
      if (processes.get(key) === started) processes.delete(key);
      page.gone.removeEventListener("abort", leave);
      void started.then((process) => running.delete(process)).catch(() => {});
    };
    const started = startStdioProcess({
      server,
      maxLineBytes: limits.messageBytes,
      async onMessage(message) {
        // What was done is done: an outcome that cannot be written now is kept, and the answer passed on.
        await calls.answered(page, server, message).catch(() => {});
        await page.send({ server: server.name, message });
      },
      onClosed(reason) {
        // After end() another process may have taken its place; the page closed this one itself.
        if (processes.get(key) === started) void tellClosed(page, server, reason);
        forget();
      },
    });
    processes.set(key, started);
    page.gone.addEventListener("abort", leave);
    started.then((process) => running.add(process), forget);
    return started;
  }

  async function tellClosed(page: Page, server: StdioServer, reason: string): Promise<void> {
    await calls.endAll(page, server, { outcome: "failed", reason });
    await page.send({ server: server.name, closed: reason });
  }

  async function end(page: Page, server: StdioServer): Promise<void> {
    const key = keyOf(page, server);
    const started = processes.get(key);
    processes.delete(key);
    await calls.endAll(page, server, ENDED);
    // One that could not be started was reported to whoever wanted it.
    const process = await started?.catch(() => undefined);
    await process?.close();
  }

  return {
    async write(page, server, line) {
      const process = await (processes.get(keyOf(page, server)) ?? start(page, server));
      process.write(line);
    },
    end,
    async close() {
      await Promise.allSettled(processes.values());
      processes.clear();
      await Promise.all([...running].map((process) => process.close()));
    },
    kill() {
      for (const process of running) process.kill();
    },
  };
}

const ENDED = { outcome: "interrupted", reason: "the page ended the server's process" } as const;

function keyOf(page: Page, server: StdioServer): string {
  return `${page.id} ${server.name}`;
}
