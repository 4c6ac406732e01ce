import { describe, expect, test, vi } from "vitest";
import type { ApprovalStore } from "./approval.ts";
import type { TemplateCatalogueOptions, Templates } from "./template-catalogue.ts";
import type { TemplateEntry } from "./template-entry.ts";
import {
  APP,
  content,
  createTemplateWorld,
  deferred,
  digestOf,
  SERVER,
  toolsFor,
} from "./template-world.test.fixture.ts";

const world = createTemplateWorld();

/** What the person approved. */
const HONEST = {
  csp: { connectDomains: ["https://api.shop.example"] },
  permissions: { clipboardWrite: {} },
  domain: "shop",
};

/** One byte, or one declaration, is another than what was approved. */
const SWITCHES: readonly [string, string, Record<string, unknown>][] = [
  ["one byte of the HTML", "<p>onE", HONEST],
  ["one byte of the csp", "<p>one", { ...HONEST, csp: { connectDomains: ["https://api.shop.exampIe"] } }],
  [
    "one domain more",
    "<p>one",
    { ...HONEST, csp: { ...HONEST.csp, frameDomains: ["https://evil.example"] } },
  ],
  ["the use of a domain", "<p>one", { ...HONEST, csp: { resourceDomains: HONEST.csp.connectDomains } }],
  ["one permission", "<p>one", { ...HONEST, permissions: { clipboardWrite: {}, camera: {} } }],
  ["one byte of the domain", "<p>one", { ...HONEST, domain: "shoq" }],
  ["no csp at all", "<p>one", { permissions: HONEST.permissions, domain: HONEST.domain }],
];

const MODES = ["trust-on-first-use", "ask", "block"] as const;

function serve(html: string, ui: Record<string, unknown>): void {
  world.shop.resources.set(APP, content(APP, html, ui));
}

async function approveHonest(options: Partial<TemplateCatalogueOptions> = {}): Promise<Templates> {
  serve("<p>one", HONEST);
  return world.approved(options);
}

const hasRun = (templates: Templates): Promise<string> =>
  Promise.race([
    templates.ready(APP).then(
      ({ template }) => template.digest,
      () => "nothing",
    ),
    new Promise<string>((resolve) => setImmediate(() => resolve("nothing"))),
  ]);

/**
 * The same, where approvals pin no digest: whatever is served next counts as approved. This is what each of these
 * attacks needs.
 */
function unpinned(approvals: ApprovalStore): ApprovalStore {
  return {
    ...approvals,
    async get(identity, uri, digest) {
      const approval = await approvals.get(identity, uri, digest);
      return approval && { ...approval, ...(digest !== undefined && { digest }) };
    },
  };
}

describe.each(SWITCHES)("A server that switches %s", (_, html, ui) => {
  test("between two reads, when it says that its resources changed, gets nothing to run", async () => {
    const templates = await approveHonest();
    serve(html, ui);
    templates.invalidate();
    await vi.waitFor(() => expect(templates.entry(APP)?.state).toBe("changed"));
    expect(await hasRun(templates)).toBe("nothing");
  });

  test("when it says that this resource was updated gets nothing to run", async () => {
    const templates = await approveHonest();
    serve(html, ui);
    templates.invalidate(APP);
    await vi.waitFor(() => expect(templates.entry(APP)?.state).toBe("changed"));
    expect(await hasRun(templates)).toBe("nothing");
  });

  test("while its template grows stale still has the approved version, and nothing else, run", async () => {
    world.shop.hints = { ttlMs: 1000 };
    const templates = await approveHonest();
    const approved = digestOf(templates);
    serve(html, ui);
    world.clock += 1000;
    expect(await hasRun(templates)).toBe(approved);
    await vi.waitFor(() => expect(templates.entry(APP)?.state).toBe("changed"));
    expect(await hasRun(templates)).toBe("nothing");
  });

  test.each(MODES)("between two starts gets nothing to run in the mode %s", async (mode) => {
    await approveHonest();
    serve(html, ui);
    const templates = await world.opened({ mode });
    expect(["changed", "blocked"]).toContain(templates.entry(APP)?.state);
    expect(await hasRun(templates)).toBe("nothing");
    expect(world.kinds().filter((kind) => kind === "template.approved")).toHaveLength(1);
  });

  test("runs between two starts where approvals pin no digest", async () => {
    await approveHonest();
    serve(html, ui);
    const templates = await world.opened({ approvals: unpinned(world.approvals) });
    expect(await hasRun(templates)).toBe(digestOf(templates));
  });

  test("between the look and the approval has not got that approved", async () => {
    serve("<p>one", HONEST);
    const templates = await world.opened();
    const looked = digestOf(templates);
    serve(html, ui);
    await templates.refresh(APP);
    await expect(templates.approve(APP, looked, "person")).rejects.toThrow(/changed while it was looked at/);
    expect(await hasRun(templates)).toBe("nothing");
  });

  test("and back is asked about neither, and only the approved one runs", async () => {
    const templates = await approveHonest();
    const approved = digestOf(templates);
    serve(html, ui);
    await templates.refresh(APP);
    serve("<p>one", HONEST);
    await templates.refresh(APP);
    expect(await hasRun(templates)).toBe(approved);
  });
});

describe("What resources/list declares and resources/read does not", () => {
  const list = (ui: Record<string, unknown>): void => void world.shop.listed.set(APP, { ui });

  test("is part of what is approved, so a listing that changes is another template", async () => {
    list({ csp: HONEST.csp });
    const templates = await world.approved();
    list({ csp: { connectDomains: ["https://evil.example"] } });
    templates.invalidate();
    await vi.waitFor(() => expect(templates.entry(APP)?.state).toBe("changed"));
    expect(await hasRun(templates)).toBe("nothing");
  });

  test("cannot widen what is read: the content goes first, field by field", async () => {
    list({ csp: { connectDomains: ["https://evil.example"] } });
    serve("<p>one", { csp: HONEST.csp });
    const { template } = await (await world.approved()).ready(APP);
    expect(template.csp).toEqual(HONEST.csp);
  });

  test("comes into force when the content falls silent, as another template", async () => {
    list({ csp: { connectDomains: ["https://evil.example"] }, permissions: { camera: {} } });
    serve("<p>one", HONEST);
    const templates = await world.approved();
    serve("<p>one", { domain: HONEST.domain });
    await templates.refresh(APP);
    expect(templates.entry(APP)).toMatchObject({
      state: "changed",
      template: { csp: { connectDomains: ["https://evil.example"] }, permissions: { camera: {} } },
    });
    expect(await hasRun(templates)).toBe("nothing");
  });

  test("is the same template wherever the same is declared", async () => {
    list(HONEST);
    const templates = await world.approved();
    world.shop.listed.clear();
    serve("<p>one", HONEST);
    await templates.refresh(APP);
    expect(templates.entry(APP)?.state).toBe("approved");
  });
});

describe("An approval", () => {
  test("of one address is none of another with the same template", async () => {
    const templates = await approveHonest({ mode: "trust-on-first-use" });
    const other = "ui://shop/other";
    world.shop.resources.set(other, content(other, "<p>one", HONEST));
    await templates.prefetch(toolsFor(APP, other));
    expect(templates.entry(other)).toMatchObject({ state: "new", template: { digest: digestOf(templates) } });
  });

  test("for one server is none for the same server at another address", async () => {
    await approveHonest();
    const moved = { name: SERVER.name, identity: "https://moved.example/mcp" };
    expect((await world.opened({ server: moved })).entry(APP)?.state).toBe("new");
  });

  test("that another page takes back ends here with the next look", async () => {
    const templates = await approveHonest();
    const other = await world.opened();
    await other.block(APP, digestOf(other), "person");
    await templates.refresh(APP);
    expect(templates.entry(APP)?.state).toBe("blocked");
  });

  test("of the stale version does not reach the new one that waits behind it", async () => {
    await approveHonest();
    const answer = deferred<{ contents: never }>();
    const connection = { ...world.shop.connection, readResource: () => answer.promise };
    const templates = world.open({ connection });
    const done = templates.prefetch(toolsFor(APP));
    const running = await templates.ready(APP);
    answer.resolve({ contents: [content(APP, "<p>onE", HONEST)] as never });
    await done;
    expect(running.template.html).toBe("<p>one");
    const { approvedDigest } = templates.entry(APP) as Extract<TemplateEntry, { state: "changed" }>;
    await expect(templates.approve(APP, approvedDigest, "person")).rejects.toMatchObject({
      code: "template-not-approved",
    });
  });
});
