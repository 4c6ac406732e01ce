import { createSource, type Answer, type Consent, type Question } from "@vitrine/bridge";

/** A question that waits for the person. */
export interface Pending {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
}

/** All that wait, in the order in which they came; the dialog shows the first. */
export const pending = createSource<readonly Pending[]>([]);

export const askPerson: Consent = (question, { signal }) =>
  new Promise((resolve) => {
    const entry: Pending = {
      question,
      answer(answer) {
        pending.set(pending.get().filter((other) => other !== entry));
        resolve(answer);
      },
    };
    pending.set([...pending.get(), entry]);
    signal.addEventListener("abort", () => entry.answer("deny"), { once: true });
  });
