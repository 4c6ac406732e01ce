import { describe, expect, test } from "vitest";
import type { Approval, ApprovalMode } from "./approval.ts";
import { createMemoryTemplateStore } from "./memory-template-store.ts";
import { createOriginJudge } from "./origin-lists.ts";
import type { Review } from "./review.ts";
import type { Templates } from "./template-catalogue.ts";
import { APP, content, createTemplateWorld, digestOf, SERVER } from "./template-world.test.fixture.ts";

const world = createTemplateWorld();
const MODES: readonly ApprovalMode[] = ["trust-on-first-use", "ask", "block"];

function declare(...connectDomains: readonly string[]): void {
  world.shop.resources.set(APP, content(APP, "<p>one", { csp: { connectDomains } }));
}

/** The verdict as it is kept, whatever it lacks. */
async function keep(templates: Templates, more: Partial<Approval> = {}): Promise<void> {
  const { template } = templates.entry(APP) ?? {};
  if (!template) throw new Error("It was not read.");
  const { digest, htmlDigest, csp } = template;
  await world.approvals.set({
    state: "approved",
    identity: SERVER.identity,
    uri: APP,
    digest,
    facts: { htmlDigest, ...(csp && { csp }) },
    by: "person",
    at: "2026-11-21T00:00:00.000Z",
    ...more,
  });
}

describe.each([
  "http://localhost:3000",
  "http://app.localhost",
  "https://127.0.0.1",
  "https://10.0.0.8",
  "https://169.254.169.254",
  "https://8.8.8.8",
  "https://intranet",
])("A template that declares %s", (domain) => {
  test("is not trusted on first use, although the review has nothing to say", async () => {
    declare(domain);
    const templates = await world.opened({ mode: "trust-on-first-use", review: () => [] });
    expect(templates.entry(APP)).toMatchObject({ state: "new", wants: { localDomains: [domain] } });
  });

  test("cannot be approved like any other, only with that domain named", async () => {
    declare("https://api.example", domain);
    const templates = await world.opened();
    await expect(templates.approve(APP, digestOf(templates), "person")).rejects.toThrow(
      `It declares ${domain}; a domain on this machine or its network, or an IP address, must be allowed explicitly.`,
    );
    expect(world.kinds()).not.toContain("template.approved");
    await templates.approve(APP, digestOf(templates), "person", { localDomains: [domain] });
    expect(await templates.ready(APP)).toMatchObject({ grants: { localDomains: [domain] } });
    expect(world.events.at(-1)).toMatchObject({ kind: "template.approved", localDomains: [domain] });
  });
});

test("A template that declares no local domain needs no such word", async () => {
  declare("https://api.example");
  const templates = await world.opened({ mode: "trust-on-first-use", review: () => [] });
  expect(templates.entry(APP)).toMatchObject({ state: "approved", wants: { localDomains: [] }, grants: {} });
});

test.each(MODES)("An approval that lacks the local domain is not enough in the mode %s", async (mode) => {
  declare("http://localhost:3000");
  await keep(await world.opened());
  const templates = await world.opened({ mode });
  expect(templates.entry(APP)).toMatchObject({
    state: mode === "block" ? "blocked" : "new",
    reason: expect.stringContaining("http://localhost:3000") as string,
  });
});

test("An approval that has it is enough, from the store as well", async () => {
  declare("http://localhost:3000");
  world.shop.hints = { ttlMs: 60_000 };
  const templates = await world.opened();
  await templates.approve(APP, digestOf(templates), "person", { localDomains: ["http://localhost:3000"] });
  const rejoined = await world.opened();
  expect(rejoined.entry(APP)).toMatchObject({ state: "approved", stale: false });
  await keep(templates);
  expect((await world.opened()).entry(APP)?.state).toBe("new");
});

describe("The grant of eval", () => {
  const findsEval: Review = () => [{ rule: "eval", severity: "warning", message: "It evaluates code." }];

  test("is offered and given where the review found the need", async () => {
    const templates = await world.opened({ review: findsEval });
    expect(templates.entry(APP)?.wants).toEqual({ unsafeEval: true, localDomains: [] });
    await templates.approve(APP, digestOf(templates), "person", { unsafeEval: true });
    expect(await templates.ready(APP)).toMatchObject({ grants: { unsafeEval: true } });
    expect(await world.approvals.get(SERVER.identity, APP)).toMatchObject({ unsafeEval: true });
    expect(world.events.at(-1)).toMatchObject({ kind: "template.approved", unsafeEval: true });
  });

  test("is offered for WebAssembly, which it covers", async () => {
    const review: Review = () => [{ rule: "wasm", severity: "info", message: "It runs WebAssembly." }];
    expect((await world.opened({ review })).entry(APP)?.wants?.unsafeEval).toBe(true);
  });

  test("is refused where it did not", async () => {
    const templates = await world.opened({ review: () => [] });
    expect(templates.entry(APP)?.wants?.unsafeEval).toBe(false);
    await expect(
      templates.approve(APP, digestOf(templates), "person", { unsafeEval: true }),
    ).rejects.toMatchObject({ code: "invalid-argument" });
  });

  test("is not given by trust on first use, and can be added and taken back later", async () => {
    const templates = await world.opened({ mode: "trust-on-first-use", review: findsEval });
    expect(await templates.ready(APP)).toMatchObject({ grants: {} });
    await templates.approve(APP, digestOf(templates), "person", { unsafeEval: true });
    expect(templates.entry(APP)).toMatchObject({ state: "approved", grants: { unsafeEval: true } });
    await templates.approve(APP, digestOf(templates), "person");
    expect(templates.entry(APP)).toMatchObject({ state: "approved", grants: {} });
  });

  test("is still offered after a restart, without another review on record", async () => {
    await world.approved({ review: findsEval });
    const templates = await world.opened({
      review: () => Promise.reject(new Error("It was reviewed already.")),
    });
    expect(templates.entry(APP)).toMatchObject({ state: "approved", wants: { unsafeEval: true } });
    expect(world.kinds()).toEqual(["template.reviewed", "template.approved"]);
  });

  test("is offered in another browser as well, for what was approved elsewhere", async () => {
    await world.approved({ review: findsEval });
    const templates = await world.opened({ review: findsEval, store: createMemoryTemplateStore() });
    expect(templates.entry(APP)).toMatchObject({ state: "approved", wants: { unsafeEval: true } });
    expect(world.kinds()).toEqual(["template.reviewed", "template.approved"]);
  });

  test("does not outlast the version it was given to", async () => {
    const templates = await world.opened({ review: findsEval });
    await templates.approve(APP, digestOf(templates), "person", { unsafeEval: true });
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);
    await templates.approve(APP, digestOf(templates), "person");
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>two" }, grants: {} });
  });
});

describe("The host's origin lists", () => {
  const origins = createOriginJudge({ block: ["https://*.evil.example"] });

  test("block a new template, and nobody can approve it", async () => {
    declare("https://api.evil.example");
    const templates = await world.opened({ mode: "trust-on-first-use", origins });
    const reason =
      'It declares https://api.evil.example, which this host blocks by the rule "https://*.evil.example".';
    expect(templates.entry(APP)).toMatchObject({ state: "blocked", reason });
    await expect(templates.approve(APP, digestOf(templates), "person")).rejects.toThrow(reason);
    expect(world.kinds()).toEqual(["template.reviewed"]);
  });

  test("go before what was approved earlier, from the store as well as from the server", async () => {
    declare("https://api.evil.example");
    world.shop.hints = { ttlMs: 60_000 };
    await world.approved();
    expect((await world.opened()).entry(APP)?.state).toBe("approved");
    const templates = await world.opened({ origins });
    expect(templates.entry(APP)?.state).toBe("blocked");
    await expect(templates.ready(APP)).rejects.toMatchObject({ code: "template-not-approved" });
  });

  test("leave alone what they do not name", async () => {
    declare("https://api.example");
    expect((await world.opened({ mode: "trust-on-first-use", origins })).entry(APP)?.state).toBe("approved");
  });
});

describe("The mode block", () => {
  test("lets nobody approve, and what was approved before runs on", async () => {
    const templates = await world.opened({ mode: "block" });
    await expect(templates.approve(APP, digestOf(templates), "person")).rejects.toMatchObject({
      code: "template-not-approved",
    });
    await world.approved();
    expect((await world.opened({ mode: "block" })).entry(APP)?.state).toBe("approved");
  });

  test("blocks the version that follows an approved one, and records that it changed", async () => {
    await world.approved();
    world.shop.resources.set(APP, content(APP, "<p>two"));
    const templates = await world.opened({ mode: "block" });
    expect(templates.entry(APP)).toMatchObject({
      state: "blocked",
      reason: expect.stringContaining("changed") as string,
    });
    expect(world.kinds().at(-1)).toBe("template.changed");
  });
});

describe("A version in the lock file", () => {
  test("runs in the mode block, and that is on record with its review", async () => {
    await keep(await world.opened(), { by: "lock" });
    world.events.length = 0;
    const templates = await world.opened({ mode: "block" });
    expect(templates.entry(APP)?.state).toBe("approved");
    expect(world.events).toMatchObject([
      { kind: "template.reviewed" },
      { kind: "template.approved", by: "lock", templateDigest: digestOf(templates) },
    ]);
    await world.opened({ mode: "block" });
    expect(world.events).toHaveLength(2);
  });

  test("does not make any other version run", async () => {
    await keep(await world.opened(), { by: "lock" });
    world.shop.resources.set(APP, content(APP, "<p>two"));
    expect((await world.opened({ mode: "block" })).entry(APP)?.state).toBe("blocked");
    expect((await world.opened({ mode: "trust-on-first-use" })).entry(APP)?.state).toBe("changed");
  });

  test("can be blocked by a person", async () => {
    await keep(await world.opened(), { by: "lock" });
    const templates = await world.opened({ mode: "block" });
    await templates.block(APP, digestOf(templates), "person");
    expect((await world.opened({ mode: "block" })).entry(APP)?.state).toBe("blocked");
  });
});
