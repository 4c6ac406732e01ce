"use client";

export { McpApp, type McpAppProps } from "./McpApp.tsx";
export { useObservable } from "./use-observable.ts";
