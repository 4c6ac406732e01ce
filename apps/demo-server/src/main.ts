#!/usr/bin/env node
import { parseArgs } from "node:util";
import { startDemoServer } from "./demo-server.ts";

const usage = "Usage: vitrine-demo-server [--port 4100] [--access-log FILE]";

function fail(message: string): never {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}

function options(): { port: string; "access-log"?: string | undefined } {
  try {
    return parseArgs({
      options: { port: { type: "string", default: "4100" }, "access-log": { type: "string" } },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { port, "access-log": accessLog } = options();
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
  fail(`--port must be a number from 0 to 65535, not "${port}".`);

const server = await startDemoServer({
  port: Number(port),
  ...(accessLog !== undefined && { accessLog }),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
console.log(`Leaf & Kettle is ready at ${server.url}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
