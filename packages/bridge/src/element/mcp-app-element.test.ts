// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from "vitest";
import { VitrineError } from "../errors.ts";
import type { Server } from "../server.ts";
import { recordingServer } from "../testing/recording-server.ts";
import "./index.ts";
import type { McpAppElement } from "./mcp-app-element.ts";

/** The element acts in the turn after a change. */
const turn = (): Promise<void> => Promise.resolve();

function create(server?: Server, tool?: string): McpAppElement {
  const element = document.createElement("mcp-app");
  element.server = server;
  element.tool = tool;
  return element;
}

/** In the page, with a View open at a {@link recordingServer}. */
async function createOpen(): Promise<ReturnType<typeof recordingServer> & { element: McpAppElement }> {
  const recording = recordingServer();
  const element = create(recording.server, "show");
  document.body.append(element);
  await turn();
  return { ...recording, element };
}

afterEach(() => document.body.replaceChildren());

describe("<mcp-app>", () => {
  test("opens one View once server, tool and place are there, in whatever order", async () => {
    const { server, opened } = recordingServer();
    const element = create();
    document.body.append(element);
    element.setAttribute("arguments", '{"a":1}');
    element.server = server;
    await turn();
    expect(opened).toHaveLength(0);
    element.setAttribute("tool", "show");
    await turn();
    expect(opened.map(({ options }) => options)).toEqual([{ tool: "show", arguments: { a: 1 } }]);
    expect(opened[0]?.container).toBe(element);
  });

  test("opens another for another tool, and closes the first", async () => {
    const { element, opened } = await createOpen();
    element.setAttribute("tool", "list");
    await turn();
    expect(opened.map(({ options, closed }) => [options.tool, closed])).toEqual([
      ["show", true],
      ["list", false],
    ]);
  });

  test("keeps its View when the same tool and server are set again", async () => {
    const { element, opened, server } = await createOpen();
    element.server = server;
    element.setAttribute("tool", "show");
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([false]);
  });

  test("closes it when it is removed, and opens another when it is added again", async () => {
    const { element, opened } = await createOpen();
    element.remove();
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([true]);
    document.body.append(element);
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test("opens another when it is taken out and put back in one turn, for that unloads its frames", async () => {
    const { element, opened } = await createOpen();
    element.remove();
    document.body.append(element);
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test("keeps its View when it is moved", async () => {
    const { element, opened } = await createOpen();
    // What a browser calls for `moveBefore` in place of the two other callbacks.
    element.connectedMoveCallback();
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([false]);
  });

  test("takes arguments, result and actor as properties, and prefers them to the attribute", async () => {
    const { server, opened } = recordingServer();
    const element = create(server, "show");
    const result = Promise.resolve({ content: [] });
    element.setAttribute("arguments", '{"a":1}');
    document.body.append(element);
    Object.assign(element, { result, actor: "person", arguments: { a: 2 } });
    await turn();
    expect(opened[0]?.options).toEqual({ tool: "show", arguments: { a: 2 }, result, actor: "person" });
  });

  test("takes what was set before it was defined", async () => {
    const { server, opened } = recordingServer();
    const element = create();
    // As on an element of no class yet.
    for (const [name, value] of Object.entries({ server, tool: "show", arguments: { a: 1 } })) {
      Object.defineProperty(element, name, { value, configurable: true, enumerable: true, writable: true });
    }
    document.body.append(element);
    await turn();
    expect(opened[0]?.options).toEqual({ tool: "show", arguments: { a: 1 } });
    expect(element.getAttribute("tool")).toBe("show");
  });

  test("tells each state as an event, and those of the View before no more", async () => {
    const { server, opened } = recordingServer();
    const element = create(server, "show");
    const phases: string[] = [];
    element.addEventListener("state", (event) =>
      phases.push((event as CustomEvent<{ phase: string }>).detail.phase),
    );
    document.body.append(element);
    await turn();
    opened[0]?.enter({ phase: "ready" });
    expect(phases).toEqual(["loading", "ready"]);
    element.tool = "list";
    await turn();
    expect(phases).toEqual(["loading", "ready", "loading"]);
    expect(element.view?.id).toBe("view-2");
  });

  test("closes its View when asked, tells so, and opens another when the tool is set again", async () => {
    const { element, opened } = await createOpen();
    const reasons: string[] = [];
    element.addEventListener("state", (event) =>
      reasons.push((event as CustomEvent<{ reason: string }>).detail.reason),
    );
    await element.close("Closed by the person.");
    expect(reasons).toEqual(["Closed by the person."]);
    expect(opened.map(({ closed }) => closed)).toEqual([true]);
    element.tool = "show";
    await turn();
    expect(opened.map(({ closed }) => closed)).toEqual([true, false]);
  });

  test.for(["{basket: 1}", "[1]", "null", "text"])(
    "says in its place that %s are no arguments",
    async (text) => {
      const { server, opened } = recordingServer();
      const element = create(server, "show");
      element.setAttribute("arguments", text);
      const messages: string[] = [];
      element.addEventListener("error", ({ message }) => messages.push(message));
      document.body.append(element);
      await turn();
      const sentence = `The attribute "arguments" of <mcp-app> must be a JSON object such as {"basket_id":"b1"}, not: ${text}`;
      expect(element.querySelector("[data-reason]")?.textContent).toBe(sentence);
      expect(messages).toEqual([sentence]);
      expect(opened).toEqual([]);
    },
  );

  test("says in its place that the server has no such tool, until it has another", async () => {
    const { server, opened } = recordingServer();
    const refusing = {
      openView() {
        throw new VitrineError("not-found", '"show" is no such tool at "shop".');
      },
    } as unknown as Server;
    const element = create(refusing, "show");
    document.body.append(element);
    await turn();
    expect(element.textContent).toBe('"show" is no such tool at "shop".');
    expect(element.view).toBeUndefined();
    element.server = server;
    await turn();
    expect(element.textContent).toBe("");
    expect(opened).toHaveLength(1);
  });
});
