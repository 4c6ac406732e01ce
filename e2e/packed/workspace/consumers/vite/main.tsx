import { createHost, createMemoryApprovalStore, httpSandbox } from "@vitrine/bridge";
import "@vitrine/bridge/element";
import { McpApp } from "@vitrine/bridge/react";
import { recordingServer } from "@vitrine/bridge/testing";
import { createRoot } from "react-dom/client";

export const host = createHost({
  sandbox: httpSandbox({ proxy: "https://proxy.sandbox.example", ticket: async () => "" }),
  approve: { store: createMemoryApprovalStore() },
});
const root = createRoot(document.querySelector("#main")!);
root.render(<McpApp server={recordingServer().server} tool="show_basket" />);
