import type { Answer, Consent, Question } from "@vitrine/bridge";
import { create } from "zustand";
import { announce } from "../layout/announcement-store.ts";
import { questionWords } from "./question-words.ts";

/** A question that waits for the person. */
export interface PendingQuestion {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
}

interface ConsentQueue {
  /** Oldest first; the first one is on screen. */
  readonly pending: readonly PendingQuestion[];
  /** How many of this row were answered or withdrawn; a row ends when nothing waits. */
  readonly settled: number;
}

/** The questions that wait for the person, one on screen at a time. */
export const useConsent = create<ConsentQueue>()(() => ({ pending: [], settled: 0 }));

/** Puts a question in the queue; a question whose View or call ends leaves it unanswered, which denies. */
export const askPerson: Consent = (question, { signal }) =>
  new Promise<Answer>((resolve) => {
    const settle = (answer: Answer): void => {
      signal.removeEventListener("abort", withdraw);
      if (!useConsent.getState().pending.includes(entry)) return;
      useConsent.setState(({ pending, settled }) => {
        const rest = pending.filter((other) => other !== entry);
        return { pending: rest, settled: rest.length === 0 ? 0 : settled + 1 };
      });
      resolve(answer);
      if (answer === "session") answerAlike(question);
    };
    const withdraw = (): void => {
      announce(`No longer asked: ${questionWords(question.action, undefined).question}`);
      settle("deny");
    };
    const entry: PendingQuestion = { question, answer: settle };
    if (signal.aborted) return resolve("deny");
    signal.addEventListener("abort", withdraw);
    useConsent.setState(({ pending }) => ({ pending: [...pending, entry] }));
  });

/** A session answer covers the View's calls of that tool, so also those that wait behind the one on screen. */
function answerAlike({ action }: Question): void {
  if (action.method !== "tools/call" || action.view === undefined) return;
  const next = useConsent
    .getState()
    .pending.find(
      ({ question: { action: other, answers } }) =>
        answers.includes("session") &&
        other.method === "tools/call" &&
        other.name === action.name &&
        other.view?.id === action.view?.id,
    );
  next?.answer("session");
}

/** Denies everything that a View has asked so far. */
export function denyAll(view: string): void {
  for (const { question, answer } of useConsent.getState().pending) {
    if (question.action.view?.id === view) answer("deny");
  }
}
