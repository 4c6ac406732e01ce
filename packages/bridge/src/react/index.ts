/**
 * A View as a React component, and a hook for whatever changes over time.
 * @module
 */
"use client";

export { McpApp, type McpAppProps } from "./McpApp.tsx";
export { useObservable } from "./use-observable.ts";
