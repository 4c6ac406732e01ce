import { describe, expect, test, vi } from "vitest";
import type { ApprovalStore } from "./approval.ts";
import { VitrineError } from "./errors.ts";
import {
  APP,
  content,
  createTemplateWorld,
  digestOf,
  openShop,
  SERVER,
} from "./template-world.test.fixture.ts";

const world = createTemplateWorld();

describe("a template that is seen for the first time", () => {
  test("waits for the person, and is recorded", async () => {
    const templates = await world.opened();
    const ready = templates.ready(APP);
    const digest = digestOf(templates);
    await templates.approve(APP, digest, "person");
    expect((await ready).template).toBe(templates.entry(APP)?.template);
    expect(world.events).toMatchObject([
      {
        kind: "template.reviewed",
        server: "shop",
        identity: SERVER.identity,
        uri: APP,
        templateDigest: digest,
        findings: [],
      },
      { kind: "template.approved", templateDigest: digest, by: "person" },
    ]);
    expect(await world.approvals.get(SERVER.identity, APP)).toMatchObject({
      state: "approved",
      digest,
      facts: { htmlDigest: templates.entry(APP)?.template?.htmlDigest },
      at: "2026-11-21T00:00:00.000Z",
    });
  });

  test("is approved on first use where that is trusted", async () => {
    const templates = await world.opened({ mode: "trust-on-first-use" });
    expect(templates.entry(APP)?.state).toBe("approved");
    expect(world.kinds()).toEqual(["template.reviewed", "template.approved"]);
  });

  test("waits for the person even there when the review found a reason to", async () => {
    const finding = { rule: "any", severity: "blocking", message: "It is not to be trusted." } as const;
    const templates = await world.opened({ mode: "trust-on-first-use", review: () => [finding] });
    expect(templates.entry(APP)).toMatchObject({ state: "new", findings: [finding] });
    expect(world.kinds()).toEqual(["template.reviewed"]);
  });

  test("is approved there without a word from the review when the guard is off", async () => {
    const templates = await world.opened({ mode: "trust-on-first-use", review: () => [] });
    expect(templates.entry(APP)?.state).toBe("approved");
  });

  test("is blocked where new ones are", async () => {
    const templates = await world.opened({ mode: "block" });
    await expect(templates.ready(APP)).rejects.toMatchObject({ code: "template-not-approved" });
  });

  test("shows what was odd in the server's answer as a finding", async () => {
    world.shop.resources.set(APP, { ...content("ui://other", "<p>") });
    const templates = await world.opened();
    expect(templates.entry(APP)?.findings).toMatchObject([{ rule: "resource-format", severity: "warning" }]);
  });

  test("is not approved when that cannot be recorded", async () => {
    const record = (): Promise<void> =>
      Promise.reject(new VitrineError("audit-unavailable", "The disk is full."));
    const templates = await world.opened({ mode: "trust-on-first-use", record });
    expect(templates.entry(APP)).toMatchObject({ state: "failed", reason: "The disk is full." });
    expect(await world.approvals.get(SERVER.identity, APP)).toBeUndefined();
  });
});

describe("a template that changed after its approval", () => {
  test("does not run until it is approved again, and shows what it was", async () => {
    const templates = await world.approved();
    const before = digestOf(templates);
    const running = await templates.ready(APP);
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);

    expect(templates.entry(APP)).toMatchObject({
      state: "changed",
      approvedDigest: before,
      approvedTemplate: { html: "<p>one" },
      template: { html: "<p>two" },
    });
    expect(world.events.at(-1)).toMatchObject({
      kind: "template.changed",
      approvedDigest: before,
      templateDigest: digestOf(templates),
    });
    expect(running.template.html).toBe("<p>one");

    const ready = templates.ready(APP);
    await templates.approve(APP, digestOf(templates), "person");
    expect(await ready).toMatchObject({ template: { html: "<p>two" } });
  });

  test.each([
    ["its csp", { csp: { connectDomains: ["https://evil.example"] } }],
    ["its permissions", { permissions: { camera: {} } }],
    ["its domain", { domain: "other" }],
  ])("is one whose HTML is the same but not %s", async (_what, ui) => {
    const templates = await world.approved({ mode: "trust-on-first-use" });
    world.shop.resources.set(APP, content(APP, "<p>one", ui));
    await templates.refresh(APP);
    expect(templates.entry(APP)?.state).toBe("changed");
  });

  test("is approved still when the server serves the approved version again", async () => {
    const templates = await world.approved();
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);
    world.shop.resources.set(APP, content(APP, "<p>one"));
    await templates.refresh(APP);
    expect(templates.entry(APP)?.state).toBe("approved");
    expect(world.kinds()).toEqual([
      "template.reviewed",
      "template.approved",
      "template.reviewed",
      "template.changed",
    ]);
  });

  test("is looked at once however often it is read", async () => {
    const templates = await world.approved();
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);
    await templates.refresh(APP);
    expect(world.kinds().filter((kind) => kind === "template.changed")).toHaveLength(1);
  });

  test("is no first use after a block", async () => {
    const templates = await world.opened({ mode: "trust-on-first-use" });
    await templates.block(APP, digestOf(templates), "person");
    world.shop.resources.set(APP, content(APP, "<p>two"));
    await templates.refresh(APP);
    expect(templates.entry(APP)?.state).toBe("new");
  });
});

describe("bait and switch", () => {
  test("an approval of what was looked at does not fall on what was served since", async () => {
    const templates = await world.opened();
    const looked = digestOf(templates);
    world.shop.resources.set(APP, content(APP, "<p>switched"));
    await templates.refresh(APP);
    await expect(templates.approve(APP, looked, "person")).rejects.toMatchObject({
      code: "template-not-approved",
    });
    expect(templates.entry(APP)?.state).toBe("new");
    expect(world.kinds()).not.toContain("template.approved");
  });

  test("what is served after the approval does not run", async () => {
    const templates = await world.approved();
    world.shop.resources.set(APP, content(APP, "<p>switched"));
    templates.invalidate(APP);
    await vi.waitFor(() => expect(templates.entry(APP)?.state).toBe("changed"));
  });

  test("what is served after the approval runs where approvals do not pin a digest", async () => {
    const anything: ApprovalStore = {
      ...world.approvals,
      get: async (identity, uri) => {
        const approval = await world.approvals.get(identity, uri);
        return (
          approval && {
            ...approval,
            digest: digestOf(templates) === approval.digest ? switched : approval.digest,
          }
        );
      },
    };
    const other = await world.opened({ connection: openShop("<p>switched").connection });
    const switched = digestOf(other);
    const templates = await world.approved({ approvals: anything });
    world.shop.resources.set(APP, content(APP, "<p>switched"));
    await templates.refresh(APP);
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>switched" } });
  });

  test("a stored template whose bytes were altered is not believed", async () => {
    await world.approved();
    const key = { identity: SERVER.identity, principal: "ada", uri: APP };
    const kept = await world.store.get(key);
    if (!kept) throw new Error("It was not stored.");
    await world.store.set({ ...kept, template: { ...kept.template, html: "<p>evil" }, freshUntil: Infinity });
    const templates = await world.opened();
    expect(await templates.ready(APP)).toMatchObject({ template: { html: "<p>one" } });
    await world.store.set({
      ...kept,
      template: { ...kept.template, permissions: { camera: {} } },
      freshUntil: Infinity,
    });
    expect((await (await world.opened()).ready(APP)).template.permissions).toBeUndefined();
  });

  test("a stored template whose bytes were not altered is", async () => {
    world.shop.hints = { ttlMs: 60_000 };
    await world.approved();
    await world.opened();
    expect(world.shop.reads).toHaveLength(1);
  });
});
