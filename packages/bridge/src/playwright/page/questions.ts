import type { Action } from "../../action.ts";
import type { Answer, Consent, Question } from "../../consent.ts";
import { createSource } from "../../observable.ts";
import type { AskedQuestion, ConsentAnswer } from "../vitrine.ts";

interface Open {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
}

/** Questions that wait for the test to answer them, by View. */
export interface Questions {
  /** What the host asks by. */
  readonly consent: Consent;
  /** What a View asks now, the oldest question first. */
  current(view: string): AskedQuestion | undefined;
  /** Resolves once the View asks something; with undefined when it does not in time. */
  next(view: string, timeoutMs: number): Promise<AskedQuestion | undefined>;
  /** @throws Error when nothing is asked, or the question does not take this answer. */
  answer(view: string, answer: ConsentAnswer): void;
}

const WORDS: Readonly<Record<Answer, ConsentAnswer>> = {
  once: "allow once",
  session: "allow for this session",
  deny: "deny",
};
const ANSWERS: Readonly<Record<ConsentAnswer, Answer>> = {
  "allow once": "once",
  "allow for this session": "session",
  deny: "deny",
};

/** Holds every question until it is answered, or its View ends. */
export function createQuestions(): Questions {
  const open = createSource<readonly Open[]>([]);
  const oldest = (view: string): Open | undefined =>
    open.get().find(({ question }) => question.action.view?.id === view);
  const current = (view: string): AskedQuestion | undefined => {
    const found = oldest(view);
    return found && describe(found.question);
  };

  return {
    consent: (question, { signal }) =>
      new Promise((resolve) => {
        const entry: Open = {
          question,
          answer(answer) {
            open.set(open.get().filter((other) => other !== entry));
            resolve(answer);
          },
        };
        signal.addEventListener("abort", () => entry.answer("deny"), { once: true });
        open.set([...open.get(), entry]);
      }),
    current,
    next: (view, timeoutMs) =>
      new Promise((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          unsubscribe();
          resolve(current(view));
        };
        const check = (): void => {
          if (oldest(view) !== undefined) settle();
        };
        const timer = setTimeout(settle, timeoutMs);
        const unsubscribe = open.subscribe(check);
        check();
      }),
    answer(view, word) {
      const found = oldest(view);
      if (found === undefined) throw new Error("The View asks nothing.");
      const answer = ANSWERS[word];
      if (!found.question.answers.includes(answer)) {
        const offered = found.question.answers.map((one) => `"${WORDS[one]}"`).join(", ");
        throw new Error(`The question does not take the answer "${word}"; it takes ${offered}.`);
      }
      found.answer(answer);
    },
  };
}

function describe({ action, answers }: Question): AskedQuestion {
  return { method: action.method, ...subjectOf(action), answers: answers.map((answer) => WORDS[answer]) };
}

function subjectOf(action: Action): Pick<AskedQuestion, "tool" | "arguments" | "uri"> {
  switch (action.method) {
    case "tools/call":
      return { tool: action.name, arguments: action.arguments };
    case "resources/read":
      return { uri: action.uri };
    case "ui/open-link":
      return { uri: action.url.href };
    case "ui/download-file":
    case "ui/message":
    case "ui/update-model-context":
    case "ui/request-display-mode":
    case "ui/request-teardown":
      return {};
  }
}
