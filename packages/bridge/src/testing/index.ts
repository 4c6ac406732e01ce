/**
 * Fakes to drive a Host with no browser and no server.
 * @module
 */
export { fakeServer, type FakeServer, type FakeTool } from "./fake-server.ts";
export { recordingServer, type OpenedView } from "./recording-server.ts";
export { createTestHost, type TestHost } from "./test-host.ts";
