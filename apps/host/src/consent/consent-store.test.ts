import type { Action, Answer, Question } from "@vitrine/bridge";
import { afterEach, expect, test } from "vitest";
import { useAnnouncement } from "../layout/announcement-store.ts";
import { askPerson, denyAll, useConsent } from "./consent-store.ts";

const STANDING: readonly Answer[] = ["once", "session", "deny"];
let asked = 0;

afterEach(() => useConsent.setState({ pending: [], settled: 0 }));

const call = (view: string, name: string, answers = STANDING): Question => {
  asked += 1;
  const action: Action = {
    id: `action ${asked}`,
    actor: "view",
    server: { name: "shop", identity: "https://shop.example/mcp" },
    view: { id: view, tool: "show_basket" },
    traceparent: "00-0",
    method: "tools/call",
    name,
    tool: undefined,
    arguments: {},
  };
  return { action, answers };
};

const signal = new AbortController().signal;
const waiting = (): readonly string[] =>
  useConsent
    .getState()
    .pending.map(({ question: { action } }) => (action.method === "tools/call" ? action.name : ""));
const answerFirst = (answer: Answer): void => useConsent.getState().pending[0]?.answer(answer);

test("asks one question after the other, in the order they came", async () => {
  const answers = [askPerson(call("v", "a"), { signal }), askPerson(call("v", "b"), { signal })];
  expect(waiting()).toEqual(["a", "b"]);
  answerFirst("once");
  expect(waiting()).toEqual(["b"]);
  answerFirst("deny");
  expect(await Promise.all(answers)).toEqual(["once", "deny"]);
});

test("takes a question back, denied, when its View closes", async () => {
  const closing = new AbortController();
  const answer = askPerson(call("v", "a"), { signal: closing.signal });
  closing.abort();
  expect(await answer).toBe("deny");
  expect(waiting()).toEqual([]);
  expect(useAnnouncement.getState().text).toBe("No longer asked: Allow show_basket to call a on shop?");
});

test("counts the questions of a row from its first to its last, and begins anew", () => {
  const place = (): readonly number[] => [
    useConsent.getState().settled + 1,
    useConsent.getState().settled + useConsent.getState().pending.length,
  ];
  for (const name of ["a", "b"]) void askPerson(call("v", name), { signal });
  expect(place()).toEqual([1, 2]);
  answerFirst("once");
  void askPerson(call("v", "c"), { signal });
  expect(place()).toEqual([2, 3]);
  answerFirst("deny");
  answerFirst("deny");
  void askPerson(call("v", "d"), { signal });
  expect(place()).toEqual([1, 1]);
});

test("takes the first answer and no second one", async () => {
  const answer = askPerson(call("v", "a"), { signal });
  const [pending] = useConsent.getState().pending;
  void askPerson(call("v", "b"), { signal });
  pending?.answer("deny");
  pending?.answer("session");
  expect(await answer).toBe("deny");
  expect(useConsent.getState()).toMatchObject({ settled: 1 });
  expect(waiting()).toEqual(["b"]);
});

test("does not ask for a View that is closed already", async () => {
  expect(await askPerson(call("v", "a"), { signal: AbortSignal.abort() })).toBe("deny");
  expect(waiting()).toEqual([]);
});

test("answers what waits for the same View and tool along with a session answer, and nothing else", async () => {
  const covered = [askPerson(call("v", "log"), { signal }), askPerson(call("v", "log"), { signal })];
  void askPerson(call("other view", "log"), { signal });
  void askPerson(call("v", "pay"), { signal });
  void askPerson(call("v", "log", ["once", "deny"]), { signal });
  answerFirst("session");
  expect(await Promise.all(covered)).toEqual(["session", "session"]);
  expect(waiting()).toEqual(["log", "pay", "log"]);
});

test("asks again for each call after a once", () => {
  void askPerson(call("v", "log"), { signal });
  void askPerson(call("v", "log"), { signal });
  answerFirst("once");
  expect(waiting()).toEqual(["log"]);
});

test("denies everything that one View asked", async () => {
  const denied = [askPerson(call("v", "a"), { signal }), askPerson(call("v", "b"), { signal })];
  void askPerson(call("other view", "c"), { signal });
  denyAll("v");
  expect(await Promise.all(denied)).toEqual(["deny", "deny"]);
  expect(waiting()).toEqual(["c"]);
});
