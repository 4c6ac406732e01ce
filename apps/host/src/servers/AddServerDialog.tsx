import { reasonOf } from "@vitrine/bridge";
import { useEffect, useId, useRef, useState, type SubmitEvent } from "react";
import { Dialog } from "../app/Dialog.tsx";
import { RelayError } from "../relay/relay-api.ts";
import { useSession } from "../session/SessionContext.tsx";

type Step =
  | { readonly kind: "form"; readonly problem?: string }
  | { readonly kind: "sending" }
  /** The address is on this machine or network: the relay wants a second word. */
  | { readonly kind: "confirm"; readonly question: string };

/** Asks for the URL of a server and adds it. */
export function AddServerDialog({ onClose }: { readonly onClose: () => void }) {
  const { relay } = useSession();
  const id = useId();
  const urlField = useRef<HTMLInputElement>(null);
  // The dialog is modal by now: it opens in an effect of its own, before this one.
  useEffect(() => urlField.current?.focus(), []);
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const [step, setStep] = useState<Step>({ kind: "form" });

  async function add(confirmed: boolean): Promise<void> {
    setStep({ kind: "sending" });
    try {
      await relay.api.addServer({
        url: url.trim(),
        ...(name.trim() === "" ? {} : { name: name.trim() }),
        ...(confirmed ? { confirmed } : {}),
      });
      onClose();
    } catch (error) {
      const wantsWord = error instanceof RelayError && error.code === "needs-confirmation" && !confirmed;
      setStep(
        wantsWord ? { kind: "confirm", question: error.message } : { kind: "form", problem: reasonOf(error) },
      );
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (URL.canParse(url.trim())) return void add(step.kind === "confirm");
    setStep({ kind: "form", problem: "This is not a URL: it begins with https:// or http://." });
  }

  const problem = step.kind === "form" ? step.problem : undefined;
  return (
    <Dialog title="Add a server" onCancel={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        <div className="field">
          <label htmlFor={`${id}-url`}>URL</label>
          <input
            id={`${id}-url`}
            ref={urlField}
            className="input"
            type="url"
            inputMode="url"
            placeholder="https://example.com/mcp"
            autoComplete="off"
            required
            value={url}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}-hint ${id}-problem`}
            onChange={(event) => {
              setUrl(event.target.value);
              setStep({ kind: "form" });
            }}
          />
          <p className="hint" id={`${id}-hint`}>
            Streamable HTTP. Everything that its Views do will ask you first, and its templates wait for
            approval.
          </p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-name`}>
            Name <span className="hint">optional</span>
          </label>
          <input
            id={`${id}-name`}
            className="input"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <div id={`${id}-problem`} role="alert">
          {problem !== undefined && <p className="problem">{problem}</p>}
          {step.kind === "confirm" && <p className="caution">{step.question}</p>}
        </div>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" disabled={step.kind === "sending"}>
            {step.kind === "confirm" ? "Add it anyway" : "Add server"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
