import { templateDigest, type Approval, type ApprovalMode } from "@vitrine/bridge";
import { describe, expect, test } from "vitest";
import { createApprovals, type Approvals } from "./approvals.ts";
import { lockedApprovals } from "./locked-approvals.ts";
import { httpServer, temporaryDirectory } from "./running-host.fixture.ts";

const LOCAL = "http://localhost:3000";
const FACTS = { htmlDigest: `sha256:${"0".repeat(64)}`, csp: { connectDomains: [LOCAL] } };
const OTHER = { htmlDigest: `sha256:${"1".repeat(64)}` };

async function approvalOf(fields: Partial<Approval> = {}): Promise<Approval> {
  const facts = fields.facts ?? OTHER;
  return {
    state: "approved",
    identity: "https://shop.example/mcp",
    uri: "ui://shop/basket",
    digest: await templateDigest(facts),
    facts,
    by: "person",
    at: "2026-11-21T12:00:00.000Z",
    ...fields,
  };
}

const open = (locked: readonly Approval[] = [], mode: ApprovalMode = "ask"): Approvals =>
  createApprovals({ directory: temporaryDirectory(), locked, mode: () => mode });

const verdict = async (
  approvals: Approvals,
  { identity, uri, digest }: Approval,
): Promise<string | undefined> => {
  const found = await approvals.get(identity, uri, digest);
  return found && `${found.state} by ${found.by}`;
};

describe("A verdict from a page", () => {
  test.each<[string, Partial<Approval>, string]>([
    ["that lacks a local domain", { facts: FACTS }, "must be allowed explicitly"],
    ["that allows a domain which is not declared", { localDomains: [LOCAL] }, "does not declare"],
    ["that grants eval by policy", { by: "policy", unsafeEval: true }, "A policy cannot grant"],
    ["that grants and blocks", { state: "blocked", unsafeEval: true }, "A block grants nothing"],
    ["of other facts", { digest: `sha256:${"2".repeat(64)}` }, "is not that of its facts"],
  ])("%s is not kept", async (_, fields, sentence) => {
    const approvals = open();
    await expect(approvals.set(await approvalOf(fields))).rejects.toThrow(sentence);
    expect(await approvals.list()).toEqual([]);
  });

  test("with the grants that its facts call for is kept with them", async () => {
    const approvals = open();
    const granted = await approvalOf({ facts: FACTS, localDomains: [LOCAL], unsafeEval: true });
    await approvals.set(granted);
    expect(await approvals.get(granted.identity, granted.uri, granted.digest)).toEqual(granted);
  });

  test("approves nothing where new templates are blocked, and can block there", async () => {
    const approvals = open([], "block");
    const approval = await approvalOf();
    await expect(approvals.set(approval)).rejects.toThrow("New templates of this server are blocked.");
    await approvals.set({ ...approval, state: "blocked" });
    expect(await verdict(approvals, approval)).toBe("blocked by person");
  });
});

describe("A version in the lock file", () => {
  test("is approved, beside the version that was judged here", async () => {
    const locked = await approvalOf({ by: "lock" });
    const approvals = open([locked]);
    const own = await approvalOf({ facts: FACTS, localDomains: [LOCAL] });
    await approvals.set(own);
    expect(await verdict(approvals, locked)).toBe("approved by lock");
    expect(await verdict(approvals, own)).toBe("approved by person");
    expect(await approvals.list()).toHaveLength(2);
  });

  test("is blocked when a person blocks it", async () => {
    const locked = await approvalOf({ by: "lock" });
    const approvals = open([locked], "block");
    await approvals.set({ ...locked, state: "blocked", by: "person" });
    expect(await verdict(approvals, locked)).toBe("blocked by person");
    expect(await approvals.list()).toHaveLength(1);
  });

  test("is meant for the server of that name in the config, and for none that a page added", async () => {
    const { uri, digest, facts } = await approvalOf();
    const lock = [{ server: "shop", uri, digest, facts, unsafeEval: true as const }];
    const url = new URL("https://shop.example/mcp");
    const now = new Date("2026-11-21T12:00:00.000Z");
    const configured = httpServer(url, { name: "shop" });
    expect(lockedApprovals(lock, [configured], now)).toEqual([
      await approvalOf({ by: "lock", unsafeEval: true, identity: configured.identity }),
    ]);
    expect(lockedApprovals(lock, [httpServer(url, { name: "other" })], now)).toEqual([]);
    expect(lockedApprovals(lock, [{ ...configured, source: "page" }], now)).toEqual([]);
  });
});
