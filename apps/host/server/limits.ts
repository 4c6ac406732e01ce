import { VIEW_LIMITS, type ViewLimits } from "@vitrine/bridge";
import { z } from "zod";

/** Bounds of the relay. Each can be set in the config's `vitrine.limits`. */
export interface Limits {
  /** Pages with an open stream at one time. */
  readonly pages: number;
  /** Requests of one page that wait for an upstream. */
  readonly requestsPerPage: number;
  /** Processes of stdio servers, over all pages. */
  readonly processes: number;
  /** Bytes of one request's body. */
  readonly requestBytes: number;
  /** Bytes of one message from a server: a JSON body, one event of an event stream, one line of a process. */
  readonly messageBytes: number;
  /** Seconds until a connection to an upstream must stand. */
  readonly connectSeconds: number;
  /** Seconds until an upstream must have begun its answer. */
  readonly answerSeconds: number;
  /** Seconds that a JSON body may pause. Event streams may be silent for as long as their connection lives. */
  readonly idleSeconds: number;
}

export const defaultLimits: Limits = {
  pages: 32,
  requestsPerPage: 256,
  processes: 64,
  requestBytes: 8 * 1024 * 1024,
  messageBytes: 64 * 1024 * 1024,
  connectSeconds: 10,
  answerSeconds: 300,
  idleSeconds: 60,
};

const amount = (min: number, max: number): z.ZodOptional<z.ZodInt> =>
  z
    .int("must be a whole number")
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .optional();

/** `vitrine.limits` of a config file: the bounds of the relay, and under `view` those of single Views. */
export const limitsSchema = z.strictObject(
  {
    ...Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, amount(1, 2 ** 31)])),
    view: z
      .strictObject(
        Object.fromEntries(
          Object.entries(VIEW_LIMITS).map(([name, { min, max }]) => [name, amount(min, max)]),
        ),
        "must be an object",
      )
      .optional(),
  },
  "must be an object",
);

/** What `vitrine.limits` may say. */
export type WrittenLimits = Partial<Limits> & { readonly view?: Partial<ViewLimits> };

/** The names of the limits, or of those of a View. */
export const limitNames = {
  relay: [...Object.keys(defaultLimits), "view"],
  view: Object.keys(VIEW_LIMITS),
} as const;
