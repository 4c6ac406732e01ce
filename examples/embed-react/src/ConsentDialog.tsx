import type { Action, Answer } from "@vitrine/bridge";
import { useObservable } from "@vitrine/bridge/react";
import { useEffect, useId, useRef, useState } from "react";
import { pending, type Pending } from "./consent.ts";

const LABELS: Readonly<Record<Answer, string>> = {
  once: "Allow once",
  session: "Allow for this session",
  deny: "Deny",
};

/** How long a question stands before it can be answered, in ms. */
const ARMING = 500;

/** Asks about one thing at a time; what else is wanted waits. */
export function ConsentDialog() {
  const [first, ...others] = useObservable(pending);
  return first && <QuestionDialog key={first.question.action.id} pending={first} waiting={others.length} />;
}

function QuestionDialog(props: { readonly pending: Pending; readonly waiting: number }) {
  const { question, answer } = props.pending;
  const { action, answers } = question;
  const [armed, setArmed] = useState(false);
  const [before] = useState(() => document.activeElement);
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const subject = subjectOf(action);

  // The browser gives the focus back to what had it, but to no frame, and not when React removes the dialog.
  useEffect(() => {
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [before]);

  // The View chose the moment: a press that was meant for something else must not answer.
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMING);
    return () => clearTimeout(timer);
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      // Escape leaves no value: it denies.
      onClose={({ currentTarget }) => answer((currentTarget.returnValue || "deny") as Answer)}
    >
      <form method="dialog">
        {/* Names and arguments are the View's and its server's: text, never markup. */}
        <h2 id={title}>
          Allow {action.view?.tool ?? action.actor} to {wish(action)}?
        </h2>
        {subject !== undefined && (
          <pre tabIndex={0} aria-label="With">
            {subject}
          </pre>
        )}
        <div className="bar">
          {answers.map((value) => (
            <button key={value} value={value} disabled={!armed} className={value === "once" ? "primary" : ""}>
              {LABELS[value]}
            </button>
          ))}
        </div>
        {props.waiting > 0 && <p className="quiet">{props.waiting} more to answer after this.</p>}
      </form>
    </dialog>
  );
}

function wish(action: Action): string {
  switch (action.method) {
    case "tools/call":
      return `call ${action.name} of ${action.server.name}`;
    case "resources/read":
      return `read ${action.uri}`;
    case "ui/open-link":
      return `open ${action.url.href}`;
    case "ui/download-file":
      return `save ${action.items.map(({ name }) => name).join(", ")}`;
    case "ui/message":
      return "say this in your name";
    case "ui/update-model-context":
      return "tell the assistant this";
    case "ui/request-display-mode":
      return `show itself ${action.mode}`;
    case "ui/request-teardown":
      return "close itself";
  }
}

/** What the wish is about, as it is: the person answers for exactly this. */
function subjectOf(action: Action): string | undefined {
  switch (action.method) {
    case "tools/call":
      return JSON.stringify(action.arguments, null, 2);
    case "ui/message":
      return JSON.stringify(action.content, null, 2);
    case "ui/update-model-context": {
      const { content, structuredContent } = action;
      return JSON.stringify({ content, structuredContent }, null, 2);
    }
    default:
      return undefined;
  }
}
