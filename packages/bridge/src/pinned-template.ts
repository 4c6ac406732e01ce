import type { Approval, ApprovalMode, ApprovalStore } from "./approval.ts";
import type { AuditEvent } from "./audit-event.ts";
import { reasonOf, VitrineError } from "./errors.ts";
import { RpcError } from "./json-rpc.ts";
import type { Finding, Review } from "./review.ts";
import type { Template, TemplateFacts } from "./template.ts";
import type { TemplateStanding } from "./template-entry.ts";
import type { TemplateCopy, TemplateSource } from "./template-source.ts";

/** The version that a verdict is about, the verdict, and whose it is. */
type TemplateVerdict = Pick<Approval, "digest" | "state" | "by">;

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
  /** @throws VitrineError `template-not-approved` when the verdict is about another version than this one. */
  decide(verdict: TemplateVerdict): Promise<void>;
  /** The approved template, the reason why it will not come, or undefined while it may. */
  outcome(): Template | Error | undefined;
}

const BLOCKED = "This version of the template was blocked.";

/**
 * Reads, reviews and pins the template behind one address. A template is identified by its digest over HTML and
 * declarations: what the server serves next under the same address is another one and has to be approved again.
 */
export function createPinnedTemplate(options: PinnedTemplateOptions): PinnedTemplate {
  const { uri, server, source, approvals, mode, firstUse, review, record, signal, now, onChange } = options;
  const { name, identity } = server;
  let standing: TemplateStanding = { state: "loading", findings: [] };
  let current: TemplateCopy | undefined;
  let approved: TemplateCopy | undefined;
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
    const [stored, approval] = await Promise.all([source.stored(uri), approvals.get(identity, uri)]);
    if (!stored || approval?.state !== "approved" || approval.digest !== stored.template.digest) return;
    admit(stored, [], now() >= stored.freshUntil);
  }

  async function judge(copy: TemplateCopy): Promise<void> {
    const { template } = copy;
    const approval = await approvals.get(identity, uri);
    const judged = approval?.digest === template.digest ? approval.state : undefined;
    const seen = standing.template?.digest === template.digest;
    const findings = judged ? [] : seen ? standing.findings : await examine(copy);
    const examined = examinedOf(copy, findings);
    current = copy;

    if (judged === "approved") {
      admit(copy, findings);
      await source.keep(copy);
    } else if (judged === "blocked") {
      set({ ...examined, state: "blocked", reason: BLOCKED });
    } else if (approval?.state === "approved") {
      const approvedDigest = approval.digest;
      if (!seen) await recordChange(template.digest, approvedDigest);
      const before = approved?.template.digest === approvedDigest ? approved.template : undefined;
      set({ ...examined, state: "changed", approvedDigest, ...(before && { approvedTemplate: before }) });
    } else if (mode === "block") {
      set({ ...examined, state: "blocked", reason: "New templates of this server are blocked." });
    } else {
      set({ ...examined, state: "new" });
      const blocking = findings.some(({ severity }) => severity === "blocking");
      // A block outlasts the version it was about: what comes after it is no first use.
      const trusted = mode === "trust-on-first-use" && approval === undefined && (await firstUse);
      if (trusted && !blocking) await pin({ digest: template.digest, state: "approved", by: "policy" });
    }
  }

  async function examine({ template, issues }: TemplateCopy): Promise<readonly Finding[]> {
    const odd = issues.map((message): Finding => ({ rule: "resource-format", severity: "warning", message }));
    const findings = [...odd, ...(await review(template))];
    await record({
      kind: "template.reviewed",
      server: name,
      identity,
      uri,
      templateDigest: template.digest,
      facts: factsOf(template),
      findings: findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
    });
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

  async function pin({ digest, state, by }: TemplateVerdict): Promise<void> {
    const copy = current;
    // Bait and switch: a verdict on what was looked at must not fall on what was served since.
    if (copy?.template.digest !== digest) {
      const message = `The template ${uri} changed while it was looked at; look at the present version.`;
      throw new VitrineError("template-not-approved", message);
    }
    await record({ kind: `template.${state}`, server: name, identity, uri, templateDigest: digest, by });
    const facts = factsOf(copy.template);
    await approvals.set({ state, identity, uri, digest, facts, by, at: new Date(now()).toISOString() });
    if (state === "blocked") {
      set({ ...examinedOf(copy, standing.findings), state: "blocked", reason: BLOCKED });
      return;
    }
    admit(copy, standing.findings);
    await source.keep(copy);
  }

  function admit(copy: TemplateCopy, findings: readonly Finding[], stale = false): void {
    current = copy;
    approved = copy;
    set({ ...examinedOf(copy, findings), state: "approved", stale });
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
          return standing.template;
        case "blocked":
          return new VitrineError(
            "template-not-approved",
            `The template ${uri} is blocked: ${standing.reason}`,
          );
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

function examinedOf({ template, fetchedAt, freshUntil }: TemplateCopy, findings: readonly Finding[]) {
  return { template, findings, fetchedAt, freshUntil };
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
