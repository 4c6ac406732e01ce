import { linkRefusal } from "@vitrine/bridge";
import { Dialog } from "../app/Dialog.tsx";
import { LinkFacts } from "../consent/LinkFacts.tsx";
import { useArmed } from "../consent/use-armed.ts";

/** Asks before a link in a tool's answer opens; one that no View could open is not opened from there either. */
export function LinkDialog({ url, onClose }: { readonly url: URL; readonly onClose: () => void }) {
  const armed = useArmed(url.href);
  const refusal = linkRefusal(url);
  return (
    <Dialog title="Open this link?" onCancel={onClose}>
      <LinkFacts url={url} />
      {refusal !== undefined && <p className="problem">{refusal.reason}</p>}
      <div className="dialog-buttons" data-armed={armed}>
        <button type="button" className="button" onClick={onClose}>
          Deny
        </button>
        {refusal === undefined && (
          <button
            type="button"
            className="button button-primary"
            aria-disabled={!armed}
            onClick={() => {
              if (!armed) return;
              window.open(url, "_blank", "noopener,noreferrer");
              onClose();
            }}
          >
            Open link
          </button>
        )}
      </div>
    </Dialog>
  );
}
