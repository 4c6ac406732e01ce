import { App } from "@modelcontextprotocol/ext-apps";
import { live } from "./life.ts";
import { speakWith } from "./with-app.ts";

const app = new App(
  { name: "ext-apps-2", version: "1.0.0" },
  { availableDisplayModes: ["inline", "fullscreen"] },
);
void live(speakWith(app));
