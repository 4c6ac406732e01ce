/**
 * The server side of the sandbox: a fetch-style handler for its origins, and the tickets it believes.
 * @module
 */
export { createSandbox } from "./create-sandbox.ts";
export type { SandboxOptions } from "./create-sandbox.ts";
export { signTicket } from "./ticket.ts";
export type { SandboxKey, TicketClaims } from "./ticket.ts";
