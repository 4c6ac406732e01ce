/** Headers of everything that the sandbox answers: nothing is guessed, kept, or told to the next page. */
const COMMON = {
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
} as const;

/** A refusal or error as one sentence of plain text. */
export function sentence(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(text, {
    status,
    headers: { ...COMMON, "Content-Type": "text/plain; charset=utf-8", ...headers },
  });
}

/** A document with its policy. */
export function html(
  status: number,
  body: string | Blob,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(body, {
    status,
    headers: { ...COMMON, "Content-Type": "text/html; charset=utf-8", ...headers },
  });
}

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...COMMON, "Content-Type": "application/json", ...headers },
  });
}

/** `text` for use inside a double-quoted HTML attribute. */
export function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

/** The refusal of every other method; `undefined` for the one that is answered. */
export function allowing(request: Request, method: "GET" | "POST"): Response | undefined {
  if (request.method === method) return undefined;
  return sentence(405, `This address answers ${method} only.`, { Allow: method });
}

/** The answer to an address that is none. */
export function notFound(): Response {
  return sentence(404, "This is a sandbox for Views; there is nothing at this address.");
}
