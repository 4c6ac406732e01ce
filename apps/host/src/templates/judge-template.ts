import type { Grants, Server, TemplateEntry } from "@vitrine/bridge";
import { announce } from "../layout/announcement-store.ts";

/** A person's verdict on one version of a template. */
export type TemplateVerdict =
  { readonly verdict: "approve"; readonly grants?: Grants } | { readonly verdict: "block" };

/**
 * Gives a verdict on the version that the person saw.
 * @throws VitrineError `template-not-approved` when it changed meanwhile, or needs grants that were not given.
 */
export async function judgeTemplate(
  server: Server,
  { uri, template }: Pick<TemplateEntry, "uri" | "template">,
  verdict: TemplateVerdict,
): Promise<void> {
  if (template === undefined) return;
  if (verdict.verdict === "approve") {
    await server.templates.approve(uri, template.digest, "person", verdict.grants);
  } else {
    await server.templates.block(uri, template.digest, "person");
  }
  announce(`${uri} is ${verdict.verdict === "approve" ? "approved" : "blocked"}.`);
}
