import "@vitrine/bridge/element";
import { createApp } from "vue";
import Baskets from "./Baskets.vue";
import "./page.ts";

createApp(Baskets).mount("main");
document.body.inert = false; // nothing could be pressed before
