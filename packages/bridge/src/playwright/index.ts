/** `@vitrine/bridge/playwright`: tests MCP Apps with Playwright. Everything exported here is public API. */
export { expect } from "./expect.ts";
export type { MatcherOptions } from "./matcher.ts";
export { startVitrine, type StartVitrineOptions } from "./start-vitrine.ts";
export { test, type VitrineFixtures, type VitrineTestOptions } from "./test.ts";
export type {
  AskedQuestion,
  ConsentAnswer,
  HostedView,
  InProcessServer,
  OpenedView,
  OpenOptions,
  ServerUnderTest,
  TestGrants,
  ToldContext,
  ToolArguments,
  ViewHost,
  Vitrine,
  VitrineOptions,
} from "./vitrine.ts";
