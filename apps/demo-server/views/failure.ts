import type { CallToolResult } from "@modelcontextprotocol/client";
import * as z from "zod";

const refusalSchema = z.object({ code: z.literal(-32_000), data: z.object({ reason: z.string() }) });

/** Why a call to the host failed, as a sentence for the person: the reason of a refusal, else the error's message. */
export function failureOf(error: unknown): string {
  const refusal = refusalSchema.safeParse(error);
  if (refusal.success) return `Not done: ${refusal.data.data.reason}`;
  return error instanceof Error ? `That did not work: ${error.message}` : "That did not work.";
}

/** What a tool says about its own failure. */
export function toolFailureOf({ content }: CallToolResult): string {
  const texts = content.flatMap((block) => (block.type === "text" ? [block.text] : []));
  return texts.join(" ") || "The tool failed without saying why.";
}
