import type { AuditEvent } from "@vitrine/bridge";

export const requested = (action: string): AuditEvent => ({
  kind: "action.requested",
  action,
  actor: "view",
  method: "tools/call",
  server: "shop",
  identity: "https://shop.example/mcp",
  tool: "add_item",
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
});

export const allowed = (action: string): AuditEvent => ({
  kind: "action.decided",
  action,
  verdict: "allow",
  by: "policy",
});

export const denied = (action: string): AuditEvent => ({
  kind: "action.decided",
  action,
  verdict: "deny",
  by: "policy",
  reason: "The policy refuses this.",
});

export const finished = (action: string): AuditEvent => ({ kind: "action.finished", action, outcome: "ok" });

export const viewClosed = (view: string): AuditEvent => ({
  kind: "view.closed",
  view,
  server: "shop",
  identity: "https://shop.example/mcp",
  reason: "the person closed it",
});

export const viewOpened = (view: string): AuditEvent => ({
  kind: "view.opened",
  view,
  server: "shop",
  identity: "https://shop.example/mcp",
  tool: "show_basket",
  uri: "ui://shop/basket.html",
  templateDigest: `sha256:${"0".repeat(64)}`,
  origin: "http://v.shop.localhost:5181",
  csp: "default-src 'none'",
  permissions: "",
});
