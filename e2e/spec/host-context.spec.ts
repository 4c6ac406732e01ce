import type { HostedView } from "@vitrine/bridge/playwright";
import { clause } from "./clause.ts";
import { inside, listeningView } from "./listening-view.ts";

const CHANGED = "ui/notifications/host-context-changed";
const show = { name: "show", html: listeningView() };

type Styles = NonNullable<Parameters<HostedView["host"]["setContext"]>[0]["styles"]>;

clause("host-context", "a View is told of its surroundings when it initializes", async (stage) => {
  const view = await (await stage.host(await stage.serve([show]))).open("show");
  const { any } = stage.expect;
  stage.expect(await inside(view).initialized()).toMatchObject({
    hostContext: {
      theme: "light",
      displayMode: "inline",
      availableDisplayModes: any(Array) as unknown,
      containerDimensions: any(Object) as unknown,
      locale: any(String) as unknown,
      timeZone: any(String) as unknown,
      platform: "web",
      deviceCapabilities: { touch: any(Boolean) as unknown, hover: any(Boolean) as unknown },
    },
  });
});

clause(
  "tool-info",
  "a View is told of the tool that it was opened for, as its server declared it",
  async (stage) => {
    const inputSchema = { type: "object", properties: { tea: { type: "string" } } };
    const server = await stage.serve([{ ...show, inputSchema }]);
    const view = await (await stage.host(server)).open("show");
    stage.expect(await inside(view).initialized()).toMatchObject({
      hostContext: { toolInfo: { tool: { name: "show", description: "The tool show.", inputSchema } } },
    });
  },
);

clause("host-capabilities", "a View is told what this host supports", async (stage) => {
  const view = await (await stage.host(await stage.serve([show]))).open("show");
  stage.expect(await inside(view).initialized()).toMatchObject({
    hostCapabilities: {
      openLinks: {},
      serverTools: { listChanged: true },
      serverResources: { listChanged: true },
      logging: {},
    },
  });
});

clause("sandbox-capabilities", "a View is told which of its declarations were approved", async (stage) => {
  const csp = { connectDomains: ["https://api.example.com"], resourceDomains: ["https://cdn.example.com"] };
  const server = await stage.serve([{ ...show, ui: { csp, permissions: { geolocation: {} } } }]);
  const view = await (await stage.host(server)).open("show");
  stage.expect(await inside(view).initialized()).toMatchObject({
    hostCapabilities: { sandbox: { csp, permissions: { geolocation: {} } } },
  });
});

clause("style-variables", "the host's style variables reach the View", async (stage) => {
  const vitrine = await stage.host(await stage.serve([show]));
  // A host may pass any of the names; the SDK's type asks for all.
  const styles = { variables: { "--color-text-primary": "light-dark(#111, #eee)" } } as unknown as Styles;
  await (await vitrine.open("show")).host.setContext({ styles });
  const view = await vitrine.open("show");
  stage.expect(await inside(view).initialized()).toMatchObject({ hostContext: { styles } });
});

clause("custom-fonts", "the host's fonts reach the View", async (stage) => {
  const vitrine = await stage.host(await stage.serve([show]));
  const styles = {
    css: { fonts: '@font-face { font-family: "Tea"; src: url("https://fonts.example/tea.woff2"); }' },
  };
  await (await vitrine.open("show")).host.setContext({ styles });
  const view = await vitrine.open("show");
  stage.expect(await inside(view).initialized()).toMatchObject({ hostContext: { styles } });
});

clause("light-dark", "each colour of the web app has a value for light and one for dark", async (stage) => {
  const server = await stage.serve([show]);
  const workbench = await stage.webApp({ mcpServers: { test: { url: server.url } } });
  await workbench.run("test", "show");
  const { hostContext } = await inside(workbench.view("show")).initialized();
  const { variables } = (hostContext as { styles: { variables: Readonly<Record<string, string>> } }).styles;
  const colours = Object.entries(variables).filter(
    ([name, value]) => name.startsWith("--color-") && value !== "transparent",
  );
  stage.expect(colours.length).toBeGreaterThan(20);
  stage.expect(colours.filter(([, value]) => !/^light-dark\(.+, .+\)$/.test(value))).toEqual([]);
});

clause("context-changed", "a View hears of a change of its context", async (stage) => {
  const view = await (await stage.host(await stage.serve([show]))).open("show");
  await view.host.setTheme("dark");
  await stage.expect
    .poll(() => inside(view).heardOf(CHANGED))
    .toContainEqual(stage.expect.objectContaining({ theme: "dark" }));
});

clause("context-partial", "a View hears of what changed and of nothing else", async (stage) => {
  const view = await (await stage.host(await stage.serve([show]))).open("show");
  await view.host.setContext({ locale: "de-CH" });
  const ofLocale = async (): Promise<readonly unknown[]> =>
    (await inside(view).heardOf(CHANGED)).filter((params) => Object.hasOwn(params as object, "locale"));
  await stage.expect.poll(ofLocale).toEqual([{ locale: "de-CH" }]);
});
