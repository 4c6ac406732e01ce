/** `@vitrine/bridge/sandbox`: the server side of the sandbox. Everything exported here is public API. */
export { createSandbox } from "./create-sandbox.ts";
export type { SandboxOptions } from "./create-sandbox.ts";
export { signTicket } from "./ticket.ts";
export type { SandboxKey, TicketClaims } from "./ticket.ts";
