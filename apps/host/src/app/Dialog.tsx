import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { keepFocus } from "../layout/keep-focus.ts";
import { useConsent } from "../consent/consent-store.ts";
import { useDialogs } from "./dialog-store.ts";
import "./dialog.css";

/** A modal dialog: focus stays in it, Escape cancels, closing gives the focus back. */
export function Dialog(props: {
  readonly title: ReactNode;
  /** Beside the title, e.g. how many more wait. */
  readonly aside?: ReactNode;
  /** `wide`: a screen of its own rather than a question. */
  readonly size?: "wide";
  /** Somebody else's question, which waits until the person's own dialogs are closed. */
  readonly question?: boolean;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const { question = false } = props;
  useLayoutEffect(() => {
    if (question) return;
    const { add } = useDialogs.getState();
    add(1);
    return () => add(-1);
  }, [question]);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The browser restores the focus only of a dialog that is still in the page.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
      keepFocus();
    };
  }, []);

  return (
    <dialog
      ref={ref}
      role="dialog"
      className="dialog"
      data-size={props.size}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        props.onCancel();
      }}
    >
      <div className="dialog-head">
        <h2 id={id} tabIndex={-1}>
          {props.title}
        </h2>
        {props.aside}
        {!question && <QuestionsBehind />}
      </div>
      {props.children}
    </dialog>
  );
}

function QuestionsBehind() {
  const waiting = useConsent(({ pending }) => pending.length);
  return (
    <span role="status" className="questions-behind">
      {waiting > 0 && `${waiting} ${waiting === 1 ? "question waits" : "questions wait"} behind this`}
    </span>
  );
}
