import type { DownloadItem } from "./action.ts";
import { VitrineError } from "./errors.ts";

/** Opens a link in a new tab that knows nothing of this page. */
export function openInNewTab(url: URL): void {
  // With `noopener` a browser answers null whether or not it opened the tab, so a blocked one cannot be told apart.
  globalThis.open(url.href, "_blank", "noopener,noreferrer");
}

/**
 * Saves files by the browser's download. Links are fetched without credentials.
 * @throws VitrineError `not-found` when a link does not answer with a file.
 */
export async function saveFiles(items: readonly DownloadItem[]): Promise<void> {
  for (const item of items) save(item.name, item.kind === "file" ? blobOf(item) : await fetchFile(item));
}

function blobOf({ bytes, mimeType }: Extract<DownloadItem, { kind: "file" }>): Blob {
  return new Blob([bytes], { type: mimeType });
}

async function fetchFile({ name, url }: Extract<DownloadItem, { kind: "link" }>): Promise<Blob> {
  const response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer" }).catch(
    (cause: unknown) => {
      throw new VitrineError("not-found", `"${name}" could not be fetched from ${url.origin}.`, { cause });
    },
  );
  if (!response.ok)
    throw new VitrineError("not-found", `${url.origin} answered ${response.status} for "${name}".`);
  return response.blob();
}

function save(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the bytes once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
