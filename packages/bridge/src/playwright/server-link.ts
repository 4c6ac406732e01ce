import { createLineStream } from "./line-stream.ts";
import { startUpstream, type LinkedServer, type Upstream } from "./upstream.ts";

/** Carries messages between the page's transports and the server under test, a connection for each. */
export interface ServerLink {
  /** `GET` opens the connection and streams what the server says, a line each; `POST` sends one message. */
  handle(request: Request): Promise<Response>;
  /** Why the connection that ended last ended, with the server's last words; `undefined` before. */
  ending(): string | undefined;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Creates the {@link ServerLink} to a server that has no address. */
export function createServerLink(server: LinkedServer): ServerLink {
  const open = new Map<string, Promise<Upstream>>();
  let ending: string | undefined;

  const connect = async (path: string): Promise<Response> => {
    // One that could not be started has nothing to close, and has told the page.
    const end = (): Promise<unknown> => starting.then((upstream) => upstream.close()).then(forget, forget);
    const forget = (): boolean => open.delete(path);
    const lines = createLineStream(() => void end());
    const starting = startUpstream(server, {
      onMessage: (line) => lines.write({ message: JSON.parse(line) as object }),
      onEnded(reason) {
        ending = reason;
        lines.write({ ended: reason });
        lines.end();
        void end();
      },
    });
    open.set(path, starting);
    starting.catch(forget);
    await starting;
    // The first bytes tell the page that it is connected.
    lines.write({ started: true });
    return new Response(lines.body, { headers: { "content-type": "application/x-ndjson" } });
  };

  return {
    async handle(request) {
      const { pathname } = new URL(request.url);
      try {
        // A second process on the same path would leave the first with nobody to end it.
        if (request.method === "GET" && open.has(pathname)) {
          return new Response("This connection is open already.", { status: 409 });
        }
        if (request.method === "GET") return await connect(pathname);
        const upstream = await open.get(pathname);
        if (upstream === undefined) return new Response("This connection is not open.", { status: 404 });
        await upstream.send(await request.text());
        return new Response(null, { status: 202 });
      } catch (error) {
        return new Response(error instanceof Error ? error.message : String(error), { status: 502 });
      }
    },
    ending: () => ending,
    async close() {
      const closed = [...open.values()].map((starting) => starting.then((upstream) => upstream.close()));
      await Promise.allSettled(closed);
    },
  };
}
