import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { createChat } from "./chat.ts";

const chat = await createChat();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App chat={chat} />
  </StrictMode>,
);
