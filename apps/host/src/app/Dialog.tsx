import { useEffect, useId, useRef, type ReactNode } from "react";
import { keepFocus } from "../layout/keep-focus.ts";
import "./dialog.css";

/** A modal dialog: focus stays in it, Escape cancels, closing gives the focus back. */
export function Dialog(props: {
  readonly title: ReactNode;
  /** Beside the title, e.g. how many more wait. */
  readonly aside?: ReactNode;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}) {
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
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
      </div>
      {props.children}
    </dialog>
  );
}
