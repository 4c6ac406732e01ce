import type { DownloadItem } from "./action.ts";

/** Opens a link in a new tab that knows nothing of this page. */
export function openInNewTab(url: URL): void {
  // With `noopener` a browser answers null whether or not it opened the tab, so a blocked one cannot be told apart.
  globalThis.open(url.href, "_blank", "noopener,noreferrer");
}

/**
 * Saves files by the browser's download. A link is opened as every link is and not fetched: the page would have to
 * reach any origin for that, and its own policy is what keeps everything in it from doing so. What comes, and under
 * which name, is then between the browser and the origin that the person consented to.
 */
export async function saveFiles(
  items: readonly DownloadItem[],
  openLink: (url: URL) => void | Promise<void>,
): Promise<void> {
  for (const item of items) {
    if (item.kind === "link") await openLink(item.url);
    else save(item);
  }
}

function save({ name, bytes, mimeType }: Extract<DownloadItem, { kind: "file" }>): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the bytes once the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
