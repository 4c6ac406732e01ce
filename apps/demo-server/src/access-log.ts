import { appendFileSync } from "node:fs";
import * as z from "zod";

const toolCallSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.literal("tools/call"),
  params: z.object({
    name: z.string(),
    arguments: z.record(z.string(), z.unknown()).optional(),
    _meta: z.object({ traceparent: z.string().optional() }).optional(),
  }),
});

/** Is told of every message the server receives, before anything is done with it. */
export type AccessLog = (message: unknown) => void;

/**
 * Appends one JSON line to `file` for every `tools/call`: `{ at, tool, arguments, traceparent?, requestId? }`.
 * The write is synchronous, so a call whose tool ran has its line even when the process is killed right after.
 */
export function createAccessLog(file: string): AccessLog {
  return (message) => {
    for (const one of Array.isArray(message) ? message : [message]) {
      const { success, data } = toolCallSchema.safeParse(one);
      if (!success) continue;
      const { name, arguments: args = {}, _meta } = data.params;
      const line = {
        at: new Date().toISOString(),
        tool: name,
        arguments: args,
        ...(_meta?.traceparent !== undefined && { traceparent: _meta.traceparent }),
        ...(data.id !== undefined && { requestId: data.id }),
      };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    }
  };
}
