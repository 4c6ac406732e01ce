import type { Approval, ApprovalMode, ApprovalStore } from "./approval.ts";
import type { AuditEvent } from "./audit-event.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import { type Grants, grantsOf, missingGrant, strayGrant, wantsOf } from "./grants.ts";
import { RpcError } from "./json-rpc.ts";
import type { OriginJudge } from "./origin-lists.ts";
import type { Finding, Review } from "./review.ts";
import type { Template, TemplateFacts } from "./template.ts";
import type { ApprovedTemplate, TemplateStanding } from "./template-entry.ts";
import type { ReviewedCopy, TemplateCopy, TemplateSource } from "./template-source.ts";

/** The version that a verdict is about, the verdict, and whose it is. */
interface TemplateVerdict extends Grants, Pick<Approval, "digest" | "state"> {
  readonly by: "person" | "policy";
}

export interface PinnedTemplateOptions {
  readonly uri: string;
  readonly server: { readonly name: string; readonly identity: string };
  readonly source: TemplateSource;
  readonly approvals: ApprovalStore;
  readonly mode: ApprovalMode;
  /**
   * Whether the server was met for the first time: only then does trust on first use approve. A server that has
   * a verdict already could otherwise get round it by serving the same thing under another address.
   */
  readonly firstUse: Promise<boolean>;
  readonly review: Review;
  /** Says why a declared origin keeps a template from running, whoever approved it. */
  readonly origins: OriginJudge;
  /** Resolves when the event is durable. Nothing is approved that could not be recorded. */
  readonly record: (event: AuditEvent) => Promise<void>;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** The template behind one address, and the version of it that was approved. */
export interface PinnedTemplate {
  standing(): TemplateStanding;
  /** Whether the server has to be asked before this can be relied upon. */
  isDue(): boolean;
  /** Reads it, from the store while that is fresh, and judges it. Never rejects: the standing says what failed. */
  read(): Promise<void>;
  /** As `read`, but asks the server in any case. */
  reread(): Promise<void>;
  /**
   * @throws VitrineError `template-not-approved` when the verdict is about another version than this one, or must not
   * be given here; `invalid-argument` when it grants what the template does not want.
   */
  decide(verdict: TemplateVerdict): Promise<void>;
  /** The approved template, the reason why it will not come, or undefined while it may. */
  outcome(): ApprovedTemplate | Error | undefined;
}

const BLOCKED = "This version of the template was blocked.";
const CLOSED = "New templates of this server are blocked.";

/**
 * Reads, reviews and pins the template behind one address. A template is identified by its digest over HTML and
 * declarations: what the server serves next under the same address is another one and has to be approved again.
 */
export function createPinnedTemplate(options: PinnedTemplateOptions): PinnedTemplate {
  const { uri, server, source, approvals, mode, firstUse, review, origins, record, signal, now, onChange } =
    options;
  const { name, identity } = server;
  let standing: TemplateStanding = { state: "loading", findings: [] };
  let current: ReviewedCopy | undefined;
  let approved: ReviewedCopy | undefined;
  let failure: unknown;
  let reading: Promise<void> | undefined;
  /** It changed on the server after the read in progress began. */
  let outdated = false;
  /** Judgements happen one after the other, or an older one could overwrite a newer one. */
  let turn: Promise<unknown> = Promise.resolve();

  function set(next: TemplateStanding): void {
    standing = next;
    onChange();
  }

  function inTurn(step: () => Promise<void>): Promise<void> {
    const done = turn.then(step);
    turn = done.catch(() => {});
    return done;
  }

  function read(): Promise<void> {
    reading ??= readNow().finally(() => (reading = undefined));
    return reading;
  }

  async function readNow(): Promise<void> {
    if (standing.state === "failed") set({ state: "loading", findings: [] });
    try {
      if (!current) await inTurn(startFromStore);
      if (current && now() < current.freshUntil && !outdated) return;
      if (standing.state === "approved") set({ ...standing, stale: true });
      do {
        outdated = false;
        const copy = await source.fetch(uri, signal);
        if (!outdated) await inTurn(() => judge(copy));
      } while (outdated);
    } catch (error) {
      fail(error);
    }
  }

  async function startFromStore(): Promise<void> {
    const stored = await source.stored(uri);
    if (!stored) return;
    const { template } = stored;
    const approval = await approvals.get(identity, uri, template.digest);
    if (approval?.state !== "approved" || approval.digest !== template.digest) return;
    if (origins(template) === undefined && missingGrant(template, approval) === undefined) {
      admit(stored, approval, now() >= stored.freshUntil);
    }
  }

  async function judge(fetched: TemplateCopy): Promise<void> {
    const { template } = fetched;
    const { digest } = template;
    const approval = await approvals.get(identity, uri, digest);
    const verdict = approval?.digest === digest ? approval : undefined;
    const seen = standing.template?.digest === digest;
    const findings = seen ? standing.findings : await examine(fetched, verdict);
    const copy = { ...fetched, findings };
    const examined = examinedOf(copy);
    const refusal = origins(template);
    const missing = verdict && missingGrant(template, verdict);
    current = copy;

    if (refusal !== undefined) {
      set({ ...examined, state: "blocked", reason: refusal });
    } else if (verdict?.state === "blocked") {
      set({ ...examined, state: "blocked", reason: BLOCKED });
    } else if (verdict && missing === undefined) {
      admit(copy, verdict);
      await source.keep(copy);
    } else if (verdict) {
      set({ ...examined, state: mode === "block" ? "blocked" : "new", reason: missing ?? CLOSED });
    } else if (approval?.state === "approved") {
      const approvedDigest = approval.digest;
      if (!seen) await recordChange(digest, approvedDigest);
      const before = approved?.template.digest === approvedDigest ? approved.template : undefined;
      const change = { approvedDigest, ...(before && { approvedTemplate: before }) };
      if (mode === "block") set({ ...examined, state: "blocked", reason: `It changed. ${CLOSED}` });
      else set({ ...examined, state: "changed", ...change });
    } else if (mode === "block") {
      set({ ...examined, state: "blocked", reason: CLOSED });
    } else {
      set({ ...examined, state: "new" });
      const blocking = findings.some(({ severity }) => severity === "blocking");
      // A block outlasts the version it was about: what comes after it is no first use.
      const trusted = mode === "trust-on-first-use" && approval === undefined && (await firstUse);
      const ordinary = missingGrant(template, {}) === undefined;
      if (trusted && ordinary && !blocking) await pin({ digest, state: "approved", by: "policy" });
    }
  }

  /** Looks it over. What a person or the policy judged before was recorded then; what a lock file says was not. */
  async function examine(
    { template, issues }: TemplateCopy,
    verdict: Approval | undefined,
  ): Promise<readonly Finding[]> {
    const odd = issues.map((message): Finding => ({ rule: "resource-format", severity: "warning", message }));
    const findings = [...odd, ...(await review(template))];
    if (verdict !== undefined && verdict.by !== "lock") return findings;
    const about = { server: name, identity, uri, templateDigest: template.digest };
    await record({
      kind: "template.reviewed",
      ...about,
      facts: factsOf(template),
      findings: findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    });
    if (verdict) await record({ kind: "template.approved", ...about, by: verdict.by, ...grantsOf(verdict) });
    return findings;
  }

  async function recordChange(digest: string, approvedDigest: string): Promise<void> {
    await record({
      kind: "template.changed",
      server: name,
      identity,
      uri,
      templateDigest: digest,
      approvedDigest,
    });
    // The next start must ask the server, however long the approved version claimed to be fresh.
    if (approved) await source.keep({ ...approved, freshUntil: approved.fetchedAt });
  }

  async function pin(verdict: TemplateVerdict): Promise<void> {
    const { digest, state, by } = verdict;
    const copy = current;
    // Bait and switch: a verdict on what was looked at must not fall on what was served since.
    if (copy?.template.digest !== digest) {
      throw notApproved(`The template ${uri} changed while it was looked at; look at the present version.`);
    }
    const grants = state === "approved" ? grantsOf(verdict) : {};
    if (state === "approved") assertApprovable(copy, grants);
    const facts = factsOf(copy.template);
    await record({
      kind: `template.${state}`,
      server: name,
      identity,
      uri,
      templateDigest: digest,
      by,
      ...grants,
    });
    const at = new Date(now()).toISOString();
    await approvals.set({ state, identity, uri, digest, facts, by, at, ...grants });
    if (state === "blocked") {
      set({ ...examinedOf(copy), state: "blocked", reason: BLOCKED });
      return;
    }
    admit(copy, grants);
    await source.keep(copy);
  }

  /** What no approval can do, whoever gives it. */
  function assertApprovable({ template, findings }: ReviewedCopy, grants: Grants): void {
    const refusal = origins(template) ?? missingGrant(template, grants);
    if (refusal !== undefined) throw notApproved(`The template ${uri} cannot be approved: ${refusal}`);
    if (mode === "block") throw notApproved(`The template ${uri} cannot be approved here: ${CLOSED}`);
    const stray = strayGrant(template, grants);
    if (stray !== undefined) throw new VitrineError("invalid-argument", stray);
    if (grants.unsafeEval && !wantsOf(template, findings).unsafeEval) {
      throw new VitrineError("invalid-argument", `The review of ${uri} found nothing that needs unsafeEval.`);
    }
  }

  function admit(copy: ReviewedCopy, granted: Grants, stale = false): void {
    current = copy;
    approved = copy;
    set({ ...examinedOf(copy), state: "approved", stale, grants: grantsOf(granted) });
  }

  function fail(error: unknown): void {
    failure = error instanceof RpcError ? refusedRead(uri, error) : error;
    const reason = reasonOf(failure);
    // What was read before keeps its verdict: approved stays approved, blocked stays blocked.
    if (standing.state === "approved") set({ ...standing, stale: true, reason });
    else if (standing.template === undefined) set({ state: "failed", findings: [], reason });
    else if (standing.state !== "blocked") set({ ...standing, reason });
  }

  return {
    standing: () => standing,
    isDue: () => !current || (current.freshUntil > current.fetchedAt && now() >= current.freshUntil),
    read,
    reread() {
      outdated = true;
      return read();
    },
    decide: (verdict) => inTurn(() => pin(verdict)),
    outcome() {
      switch (standing.state) {
        case "approved":
          return { template: standing.template, grants: standing.grants };
        case "blocked":
          return notApproved(`The template ${uri} is blocked: ${standing.reason}`);
        case "failed":
          return failure instanceof Error ? failure : new VitrineError("template-invalid", standing.reason);
        case "loading":
        case "new":
        case "changed":
          return undefined;
      }
    },
  };
}

function examinedOf({ template, findings, fetchedAt, freshUntil }: ReviewedCopy) {
  return { template, findings, wants: wantsOf(template, findings), fetchedAt, freshUntil };
}

function notApproved(message: string): VitrineError {
  return new VitrineError("template-not-approved", message);
}

function factsOf({ htmlDigest, csp, permissions, domain }: Template): TemplateFacts {
  return {
    htmlDigest,
    ...(csp && { csp }),
    ...(permissions && { permissions }),
    ...(domain !== undefined && { domain }),
  };
}

function refusedRead(uri: string, error: RpcError): VitrineError {
  const answer = `The server answered the request for ${uri} with an error: ${error.message} (${error.code}).`;
  return new VitrineError("template-invalid", `${answer} Its tools refer to it, so it must exist.`, {
    cause: error,
  });
}
