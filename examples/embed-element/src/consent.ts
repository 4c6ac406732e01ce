import type { Action, Answer, Consent, Question } from "@vitrine/bridge";
import { find } from "./find.ts";

const dialog = find<HTMLDialogElement>("dialog");
const buttons = [...dialog.querySelectorAll("button")];
let before: Promise<unknown> = Promise.resolve();

/** Asks the person about what a View wants: one question at a time, in the order in which they came. */
export const ask: Consent = (question, { signal }) => {
  const answer = before.then(() => (signal.aborted ? "deny" : askNow(question, signal)));
  before = answer;
  return answer;
};

async function askNow({ action, answers }: Question, signal: AbortSignal): Promise<Answer> {
  // Names and arguments are the View's and its server's: they are shown as text, never as markup.
  find("#question").textContent = `Allow ${action.view?.tool ?? action.actor} to ${wish(action)}?`;
  const subject = subjectOf(action);
  find("dialog pre").hidden = subject === undefined;
  find("dialog pre").textContent = JSON.stringify(subject, null, 2);
  for (const button of buttons) button.hidden = !answers.includes(button.value as Answer);
  // The View chose the moment: a press that was meant for something else must not answer.
  for (const button of buttons) button.disabled = true;
  const arming = setTimeout(() => buttons.forEach((button) => (button.disabled = false)), 500);

  const focused = document.activeElement as HTMLElement | null;
  dialog.returnValue = ""; // what Escape leaves
  dialog.showModal();
  const closed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  const withdraw = (): void => dialog.close("deny");
  signal.addEventListener("abort", withdraw);
  await closed;
  // The next question has the same buttons, and a time and an end of its own.
  clearTimeout(arming);
  signal.removeEventListener("abort", withdraw);
  // Back into the View, for whoever works with the keyboard.
  focused?.focus();
  return (dialog.returnValue || "deny") as Answer;
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
    default:
      return action.method;
  }
}

/** What the wish is about, as it is: the person answers for exactly this. */
function subjectOf(action: Action): unknown {
  switch (action.method) {
    case "tools/call":
      return action.arguments;
    case "ui/message":
      return action.content;
    case "ui/update-model-context":
      return { content: action.content, structuredContent: action.structuredContent };
    default:
      return undefined;
  }
}
