export { createDemoHandler, type DemoHandler, type DemoHandlerOptions } from "./demo-handler.ts";
export { type DemoServer, type DemoServerOptions, startDemoServer } from "./demo-server.ts";
export { createMemoryStore, type MemoryStoreOptions, type Store } from "./store.ts";
