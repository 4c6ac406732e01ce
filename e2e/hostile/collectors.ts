import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from "node:net";

/** A request that reached the attacker. */
export interface Hit {
  readonly method: string;
  /** Without the leading slash; what stands before a `?` names the attack. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The attacker's machine, outside of host and browser: what arrives here got out. */
export interface Collectors {
  /** `http://127.0.0.1:<port>`: an origin on this machine. */
  readonly origin: string;
  /** The same as a public name, which the browser is told to find here. */
  readonly site: string;
  readonly hits: readonly Hit[];
  /** Whether a request for this path came. */
  got(path: string): boolean;
  /** Answers this path with a page. */
  serve(path: string, html: string): void;
  /** Port of a socket that only counts who connects. */
  readonly tcpPort: number;
  connections(): number;
  readonly udpPort: number;
  datagrams(): number;
  close(): void;
}

/** Public names that lead to the collectors; see `playwright.config.ts`. */
const SITE = "drop.collector.example";

export async function startCollectors(): Promise<Collectors> {
  const hits: Hit[] = [];
  const pages = new Map<string, string>();
  const http = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on("data", (chunk: Buffer) => body.push(chunk));
    const path = (request.url ?? "").slice(1);
    const { method = "", headers } = request;
    hits.push({
      method,
      path,
      headers,
      get body() {
        return Buffer.concat(body).toString();
      },
    });
    const page = pages.get(path.split("?", 1)[0] ?? "");
    response.setHeader("access-control-allow-origin", headers.origin ?? "*");
    response.setHeader("access-control-allow-headers", headers["access-control-request-headers"] ?? "*");
    response.setHeader("content-type", page === undefined ? "text/plain" : "text/html");
    response.end(page ?? "collected");
  });
  http.on("upgrade", (request, socket) => {
    const { method = "", headers, url = "" } = request;
    hits.push({ method, path: url.slice(1), headers, body: "" });
    socket.destroy();
  });
  let connected = 0;
  const sockets = new Set<Socket>();
  const tcp = createTcpServer((socket) => {
    connected += 1;
    sockets.add(socket);
    socket.on("error", () => {});
  });
  let received = 0;
  const udp = createSocket("udp4", () => (received += 1));
  const [port, tcpPort] = [await listen(http), await listen(tcp)];
  const udpPort = await bind(udp);
  return {
    origin: `http://127.0.0.1:${port}`,
    site: `http://${SITE}:${port}`,
    hits,
    got: (path) => hits.some((hit) => hit.path.split("?", 1)[0] === path),
    serve: (path, html) => void pages.set(path, html),
    tcpPort,
    connections: () => connected,
    udpPort,
    datagrams: () => received,
    close() {
      http.closeAllConnections();
      http.close();
      for (const socket of sockets) socket.destroy();
      tcp.close();
      udp.close();
    },
  };
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function bind(socket: UdpSocket): Promise<number> {
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket.address().port;
}
