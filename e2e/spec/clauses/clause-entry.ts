import type { SwitchName } from "../../unguarded/switches.ts";

/** The words of RFC 2119, and `stated` for what the specification says of a host without one of them. */
export const LEVELS = ["REQUIRED", "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY", "stated"] as const;

export type Level = (typeof LEVELS)[number];

/** Headings of the specification 2026-01-26 by their anchors, in its order. */
export const SECTIONS = {
  overview: "Overview",
  "ui-resource-format": "UI Resource Format",
  "content-requirements": "Content Requirements",
  "host-behavior": "UI Resource Format, Host Behavior",
  "resource-discovery": "Resource Discovery",
  behavior: "Resource Discovery, Behavior",
  visibility: "Visibility",
  "communication-protocol": "Communication Protocol",
  "sandbox-proxy": "Sandbox proxy",
  "standard-mcp-messages": "Standard MCP Messages",
  "host-context-in-mcpuiinitializeresult": "Host Context in McpUiInitializeResult",
  "host-capabilities": "Host Capabilities",
  "dimension-modes": "Dimension Modes",
  "host-behavior-1": "Container Dimensions, Host Behavior",
  "declaring-support": "Display Modes, Declaring Support",
  "notifying-changes": "Display Modes, Notifying Changes",
  requirements: "Display Modes, Requirements",
  theming: "Theming",
  "host-behavior-2": "Theming, Host Behavior",
  "custom-fonts": "Custom Fonts",
  "requests-view--host": "Requests (View → Host)",
  "notifications-host--view": "Notifications (Host → View)",
  "reserved-messages-sandbox-proxy": "Reserved Messages (Sandbox Proxy)",
  lifecycle: "Lifecycle",
  "data-passing": "Data Passing",
  "client-host-capabilities": "Client (Host) Capabilities",
  mitigations: "Mitigations",
  "other-risks": "Other risks",
} as const;

/** One thing that the specification says of a host, a sandbox proxy, or of a server where the host must answer for it. */
export interface ClauseEntry {
  /** Kebab-case; what its test is registered by. */
  readonly id: string;
  readonly section: keyof typeof SECTIONS;
  readonly level: Level;
  /** Whom it binds. Default: the host. A server's clause is listed where a host must cope with its breach. */
  readonly binds?: "sandbox" | "server";
  /** The words of the specification, as short as they stay clear. What it says twice counts once. */
  readonly quote: string;
  /** What is switched off where the test of this clause must fail. Without it there must be a reason. */
  readonly mutations?: readonly SwitchName[];
  /** How Vitrine differs from its letter, and why. */
  readonly deviation?: string;
  /** What Vitrine, which has no model, does towards it. */
  readonly needsModel?: string;
  /** Why there is nothing of ours that a test could hold to it. */
  readonly notApplicable?: string;
}
