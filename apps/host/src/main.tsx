import "./quiet-zod.ts";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { Boundary } from "./app/Boundary.tsx";
import { applyTheme, useLayout } from "./layout/layout-store.ts";

applyTheme(useLayout.getState().theme);

const token = document.querySelector<HTMLMetaElement>('meta[name="vitrine-token"]')?.content ?? "";
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root.");
createRoot(root).render(
  <Boundary what="The page">
    <App token={token} />
  </Boundary>,
);
