import type { FrameLocator } from "@playwright/test";
import { startCollectors } from "../hostile/collectors.ts";
import { testView } from "../fixtures/test-view.ts";
import { clause } from "./clause.ts";
import { policyOf, viewResponse } from "./frames.ts";
import { oneView } from "./one-view.ts";
import type { Stage } from "./stage.ts";

const HTML = testView('show("ready");');
const CSP = {
  connectDomains: ["https://api.example", "wss://live.example"],
  resourceDomains: ["https://cdn.example", "https://*.pictures.example"],
  frameDomains: ["https://video.example"],
  baseUriDomains: ["https://base.example"],
};

/** The policy that the document of a View with these declarations comes with. */
async function policyFor(stage: Stage, ui?: object): ReturnType<typeof policyOf> {
  const response = viewResponse(stage);
  await oneView(stage, { html: HTML, ...(ui && { ui }) }, { wait: false });
  return policyOf(await response);
}

clause("csp-constructed", "the View's header is made of what its resource declares", async (stage) => {
  const { expect } = stage;
  const policy = await policyFor(stage, { csp: CSP });
  expect(policy).toMatchObject({
    "default-src": ["'none'"],
    "connect-src": ["'self'", ...CSP.connectDomains],
    "frame-src": CSP.frameDomains,
    "base-uri": CSP.baseUriDomains,
  });
});

clause("csp-default", "a View that declares nothing gets the specification's policy", async (stage) => {
  stage.expect(await policyFor(stage)).toMatchObject({
    "default-src": ["'none'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'", "data:"],
    "connect-src": ["'none'"],
  });
});

clause("csp-restricted-further", "no View sends a form, whatever it declares", async (stage) => {
  const policy = await policyFor(stage, { csp: CSP });
  stage.expect(policy["form-action"]).toEqual(["'none'"]);
});

clause(
  "csp-not-loosened",
  "no source of the policy is neither declared nor the View's own",
  async (stage) => {
    const { sandbox: _flags, "frame-ancestors": _hosts, ...fetched } = await policyFor(stage, { csp: CSP });
    const declared = Object.values(CSP).flat();
    const own = /^(?:'self'|'none'|'unsafe-inline'|data:|blob:)$/;
    const others = Object.values(fetched).flatMap((sources) =>
      (sources ?? []).filter((source) => !own.test(source) && !declared.includes(source)),
    );
    stage.expect(others).toEqual([]);
  },
);

clause("csp-logged", "the record has the policy that the View got", async (stage) => {
  const { expect } = stage;
  const response = viewResponse(stage);
  const { vitrine } = await oneView(stage, { html: HTML, ui: { csp: CSP } });
  const [opened] = (await vitrine.record()).filter(({ kind }) => kind === "view.opened");
  const csp = await (await response).headerValue("content-security-policy");
  expect(opened).toMatchObject({ kind: "view.opened", csp });
});

clause(
  "csp-declared-domains",
  "the sandbox gives each kind of request the domains declared for it",
  async (stage) => {
    const { connectDomains, resourceDomains } = CSP;
    const policy = await policyFor(stage, { csp: { connectDomains, resourceDomains } });
    stage.expect(policy["connect-src"]).toEqual(["'self'", ...connectDomains]);
    for (const directive of ["script-src", "style-src", "img-src", "font-src", "media-src"]) {
      stage.expect(policy[directive]?.slice(-2), directive).toEqual(resourceDomains);
      stage.expect(policy[directive], directive).not.toContain(connectDomains[0]);
    }
  },
);

clause(
  "csp-resources",
  "resource domains are for pictures, scripts, styles, fonts and media",
  async (stage) => {
    const { resourceDomains } = CSP;
    const policy = await policyFor(stage, { csp: { resourceDomains } });
    const places = Object.keys(policy).filter((directive) =>
      policy[directive]?.includes("https://cdn.example"),
    );
    stage.expect(places.toSorted()).toEqual(["font-src", "img-src", "media-src", "script-src", "style-src"]);
  },
);

clause(
  "csp-wildcards",
  "a wildcard for everything below a domain is taken as it is declared",
  async (stage) => {
    const { vitrine } = await oneView(
      stage,
      { html: HTML, ui: { csp: { resourceDomains: ["https://*.pictures.example"] } } },
      { wait: false },
    );
    await stage.expect
      .poll(async () => (await vitrine.templates())[0])
      .toMatchObject({
        state: "approved",
        template: { csp: { resourceDomains: ["https://*.pictures.example"] } },
      });
  },
);

clause(
  "csp-frames",
  "a View frames what it declared, and nothing when it declared nothing",
  async (stage) => {
    stage.expect((await policyFor(stage, { csp: {} }))["frame-src"]).toEqual(["'none'"]);
    stage.expect((await policyFor(stage, { csp: CSP }))["frame-src"]).toEqual(CSP.frameDomains);
  },
);

clause("csp-base-uri", "a View's base is its own origin, or one that it declared", async (stage) => {
  stage.expect((await policyFor(stage, { csp: {} }))["base-uri"]).toEqual(["'self'"]);
  stage.expect((await policyFor(stage, { csp: CSP }))["base-uri"]).toEqual(CSP.baseUriDomains);
});

clause("csp-objects", "no View embeds a plug-in", async (stage) => {
  stage.expect((await policyFor(stage, { csp: CSP }))["object-src"]).toEqual(["'none'"]);
});

clause(
  "csp-connect",
  "a View reaches the domain that it declared for connections, and no other",
  async (stage) => {
    const { expect } = stage;
    const collectors = await startCollectors();
    const { port } = new URL(collectors.site);
    const other = `http://other.collector.example:${port}`;
    const html =
      testView(`const reach = (url) => fetch(url, { mode: "no-cors" }).then(() => "reached", () => "stopped");
    show([await reach("${collectors.site}/declared"), await reach("${other}/undeclared")].join(", "));`);
    const { view } = await oneView(stage, { html, ui: { csp: { connectDomains: [collectors.site] } } });
    await expect(view.getByRole("status")).toHaveText("reached, stopped");
    expect(collectors.hits.map(({ path }) => path)).toEqual(["declared"]);
    collectors.close();
  },
);

/** Tries every kind of request that a document can make; `tried` when all were answered or stopped. */
const everyWay = (site: string): string => `
  const add = (tag, fields) => new Promise((resolve) => {
    const element = Object.assign(document.createElement(tag), fields);
    element.onload = element.onerror = resolve;
    setTimeout(resolve, 1000);
    document.body.append(element);
  });
  await fetch("${site}/fetch", { mode: "no-cors" }).catch(() => {});
  await new Promise((resolve) => { const xhr = new XMLHttpRequest(); xhr.onloadend = resolve; xhr.open("GET", "${site}/xhr"); xhr.send(); });
  navigator.sendBeacon("${site}/beacon", "x");
  await new Promise((resolve) => { const socket = new WebSocket("${site.replace("http", "ws")}/socket"); socket.onclose = socket.onerror = resolve; });
  await add("img", { src: "${site}/image" });
  await add("script", { src: "${site}/script" });
  await add("link", { rel: "stylesheet", href: "${site}/style" });
  await add("iframe", { src: "${site}/frame" });
  show("tried");`;

/** What reached the collectors of a View that declares nothing and tries everything. */
async function reachedBy(
  { expect }: Stage,
  show: (html: string) => Promise<{ readonly view: FrameLocator }>,
): Promise<readonly string[]> {
  const collectors = await startCollectors();
  const { view } = await show(testView(everyWay(collectors.site)));
  await expect(view.getByRole("status")).toHaveText("tried", { timeout: 10_000 });
  collectors.close();
  return collectors.hits.map(({ path }) => path).toSorted();
}

clause("undeclared-blocked", "no connection to an undeclared domain leaves the View", async (stage) => {
  const reached = await reachedBy(stage, (html) => oneView(stage, { html }));
  stage.expect(reached).toEqual([]);
});

clause(
  "csp-enforced",
  "the browser is told to stop what was not declared, and the host hears what it stopped",
  async (stage) => {
    const collectors = await startCollectors();
    const html = testView(`await fetch("${collectors.site}/fetch").catch(() => {}); show("tried");`);
    const { view } = await oneView(stage, { html });
    await stage.expect
      .poll(async () => (await view.host.state()).notes.map(({ kind, text }) => `${kind} ${text}`))
      .toContainEqual(stage.expect.stringMatching(/^violation .*connect-src/));
    collectors.close();
  },
);

clause(
  "csp-default-in-sandbox",
  "an opaque View that declares nothing reaches nothing either",
  async (stage) => {
    const reached = await reachedBy(stage, async (html) => {
      const server = await stage.serve([{ name: "show", html }]);
      const embedder = await stage.embedder("opaque");
      await stage.page.goto(embedder.address(server.url, "show"));
      return { view: stage.page.locator("#container").frameLocator("iframe").frameLocator("iframe") };
    });
    stage.expect(reached).toEqual([]);
  },
);
