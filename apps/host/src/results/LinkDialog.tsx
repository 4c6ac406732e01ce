import { Dialog } from "../app/Dialog.tsx";
import { LinkFacts } from "../consent/LinkFacts.tsx";

/** Asks before a link in a tool's answer opens. */
export function LinkDialog({ url, onClose }: { readonly url: URL; readonly onClose: () => void }) {
  return (
    <Dialog title="Open this link?" onCancel={onClose}>
      <LinkFacts url={url} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Deny
        </button>
        <button
          type="button"
          className="button button-primary"
          onClick={() => {
            window.open(url, "_blank", "noopener,noreferrer");
            onClose();
          }}
        >
          Open link
        </button>
      </div>
    </Dialog>
  );
}
