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

/** Puts the answer to the request `id` together. `forget` stops listening; the response is then never settled. */
function receive(
  stream: RelayStream,
  id: string,
  signal: AbortSignal,
  cancel: () => void,
): { readonly response: Promise<Response>; forget(): void } {
  const encoder = new TextEncoder();
  const over = new AbortController();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  const response = new Promise<Response>((resolve, reject) => {
    const giveUp = (reason: Error): void => {
      over.abort();
      cancel();
      reject(reason);
    };
    const abort = (): void => {
      giveUp(signal.reason as Error);
      controller?.error(signal.reason);
    };
    signal.addEventListener("abort", abort, { signal: over.signal });
    const stopHearing = stream.hear(id, {
      head(status, headers) {
        const body = new ReadableStream<Uint8Array>({
          start: (started) => void (controller = started),
          cancel: () => giveUp(new Error("The answer is no longer needed.")),
        });
        resolve(new Response(BODILESS.has(status) ? null : body, { status, headers: { ...headers } }));
      },
      data: (text) => controller?.enqueue(encoder.encode(text)),
      end() {
        over.abort();
        controller?.close();
        reject(new Error("The relay ended the answer before it began."));
      },
      fail(error) {
        over.abort();
        reject(error);
        controller?.error(error);
      },
    });
    over.signal.addEventListener("abort", stopHearing);
  });
  // A request that was refused with its POST is answered there; nobody waits for this promise then.
  response.catch(() => {});
  return { response, forget: () => over.abort() };
}

async function refusal(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { error?: { message?: unknown } };
  return typeof body.error?.message === "string"
    ? body.error.message
    : `Vitrine's relay answered ${response.status}.`;
}
