import { readMailLink, type Action } from "@vitrine/bridge";
import { exactText } from "../text/exact-text.ts";

/** How a question is put: the dialog's name, and the label of the plain yes. */
export interface QuestionWords {
  readonly question: string;
  readonly yes: string;
}

/**
 * Puts a question into words. Names come from strangers: what cannot be seen in them is spelled out.
 *
 * @param who The title of the View that asks, when a View does.
 */
export function questionWords(action: Action, who: string | undefined): QuestionWords {
  const asker = askerOf(action, who);
  const server = exactText(action.server.name);
  switch (action.method) {
    case "tools/call":
      return {
        question: `Allow ${asker} to call ${exactText(action.name)} on ${server}?`,
        yes: "Allow once",
      };
    case "resources/read":
      return {
        question: `Allow ${asker} to read ${exactText(action.uri)} from ${server}?`,
        yes: "Allow once",
      };
    case "ui/open-link":
      return { question: `${openingOf(action.url)} for ${asker}?`, yes: "Open link" };
    case "ui/download-file": {
      const files = action.items.length === 1 ? "a file" : `${action.items.length} files`;
      return { question: `Save ${files} from ${asker}?`, yes: "Download" };
    }
    case "ui/message":
      return { question: `Allow ${asker} to send a message?`, yes: "Allow" };
    case "ui/update-model-context":
      return { question: `Allow ${asker} to tell the model something?`, yes: "Allow" };
    case "ui/request-display-mode":
      return { question: `Allow ${asker} to switch to ${action.mode}?`, yes: "Allow" };
    case "ui/request-teardown":
      return { question: `Allow ${asker} to close itself?`, yes: "Allow" };
  }
}

function openingOf(url: URL): string {
  const mail = readMailLink(url);
  if (mail?.ok !== true) return `Open a link to ${url.host || url.protocol}`;
  const [first = "nobody yet", ...others] = mail.mail.to;
  return `Write a mail to ${exactText(first)}${others.length > 0 ? ` and ${others.length} more` : ""}`;
}

function askerOf({ actor, view }: Action, who: string | undefined): string {
  if (actor === "link") return "the link you opened";
  if (actor === "model") return "the model";
  if (actor === "view" || view !== undefined) return exactText(who ?? view?.tool ?? "the View");
  return "this page";
}
