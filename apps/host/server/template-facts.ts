import { z } from "zod";

/** A digest as this project writes it. */
export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits");

const domains = z.array(z.string().max(2048)).max(1000).optional();
const permission = z.looseObject({}).optional();

/** What an approval covers, as pages and lock files write it. */
export const factsSchema = z.strictObject({
  htmlDigest: digestSchema,
  csp: z
    .looseObject({
      connectDomains: domains,
      resourceDomains: domains,
      frameDomains: domains,
      baseUriDomains: domains,
    })
    .optional(),
  permissions: z
    .looseObject({
      camera: permission,
      microphone: permission,
      geolocation: permission,
      clipboardWrite: permission,
    })
    .optional(),
  domain: z.string().max(2048).optional(),
});
