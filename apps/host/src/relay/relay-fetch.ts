import type { RelayStream } from "./relay-stream.ts";

/** Responses that must not have a body (Fetch, "null body status"). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * A `fetch` whose answers arrive over the relay's stream, so that any number of servers and open responses needs
 * one connection. The relay takes a request with 202; status, headers and body follow as frames.
 */
export function createRelayFetch(
  stream: RelayStream,
  options: { readonly token: string; readonly fetch?: typeof fetch },
): typeof fetch {
  const send = options.fetch ?? fetch.bind(globalThis);

  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    await stream.opened(signal);
    const id = crypto.randomUUID();
    const answer = receive(stream, id, signal, () => void cancel(id));
    const headers = new Headers(request.headers);
    headers.set("Authorization", `Bearer ${options.token}`);
    headers.set("Vitrine-Page", stream.page);
    headers.set("Vitrine-Request", id);
    try {
      const hasBody = request.method !== "GET" && request.method !== "HEAD";
      const accepted = await send(request.url, {
        method: request.method,
        headers,
        signal,
        ...(hasBody ? { body: await request.arrayBuffer() } : {}),
      });
      if (accepted.status === 401) stream.expire();
      if (accepted.status !== 202) throw new Error(await refusal(accepted));
    } catch (error) {
      answer.forget();
      throw error;
    }
    return answer.response;
  };

  async function cancel(id: string): Promise<void> {
    await send("/api/cancel", {
      method: "POST",
      headers: { Authorization: `Bearer ${options.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ id }),
      keepalive: true,
    }).catch(() => {
      // The stream is gone then, and the relay gives up what hangs on it by itself.
    });
  }
}

function receive(
  stream: RelayStream,
  id: string,
  signal: AbortSignal,
  cancel: () => void,
): { readonly response: Promise<Response>; forget(): void } {
  const encoder = new TextEncoder();
  let resolve: (response: Response) => void = () => {};
  let reject: (reason: Error) => void = () => {};
  const promise = new Promise<Response>((fulfil, refuse) => ([resolve, reject] = [fulfil, refuse]));
  // A request that was refused with its POST is answered there; nobody waits for this promise then.
  promise.catch(() => {});
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  const forget = stream.hear(id, {
    head(status, headers) {
      const body = new ReadableStream<Uint8Array>({
        start: (started) => void (controller = started),
        cancel: () => stop(new Error("The answer is no longer needed.")),
      });
      resolve(new Response(BODILESS.has(status) ? null : body, { status, headers: { ...headers } }));
    },
    data: (text) => controller?.enqueue(encoder.encode(text)),
    end() {
      finish();
      controller?.close();
      reject(new Error("The relay ended the answer before it began."));
    },
    fail(error) {
      finish();
      reject(error);
      controller?.error(error);
    },
  });

  function finish(): void {
    signal.removeEventListener("abort", abort);
    forget();
  }
  function stop(reason: Error): void {
    finish();
    cancel();
    reject(reason);
  }
  function abort(): void {
    const reason = signal.reason as Error;
    stop(reason);
    controller?.error(reason);
  }
  signal.addEventListener("abort", abort);
  return { response: promise, forget: finish };
}

async function refusal(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: unknown } };
  return typeof body.error?.message === "string"
    ? body.error.message
    : `Vitrine's relay answered ${response.status}.`;
}
