// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from "vitest";
import { recordingServer } from "../testing/recording-server.ts";
import { McpAppElement } from "./index.ts";

/** The element acts in the turn after a change. */
const turn = (): Promise<void> => Promise.resolve();

function create(): McpAppElement {
  const element = document.createElement("mcp-app");
  if (!(element instanceof McpAppElement)) throw new Error("<mcp-app> is not defined");
  return element;
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
    const { server, opened } = recordingServer();
    const element = create();
    element.server = server;
    element.setAttribute("tool", "show");
    document.body.append(element);
    await turn();
    element.setAttribute("tool", "list");
    await turn();
    expect(opened.map(({ options, closed }) => [options.tool, closed])).toEqual([
      ["show", true],
      ["list", false],
    ]);
  });

  test("closes it when it is removed", async () => {
    const { server, opened } = recordingServer();
    const element = create();
    element.server = server;
    element.setAttribute("tool", "show");
    document.body.append(element);
    await turn();
    element.remove();
    await turn();
    expect(opened[0]?.closed).toBe(true);
  });

  test("tells each state as an event", async () => {
    const { server, opened } = recordingServer();
    const element = create();
    const phases: string[] = [];
    element.addEventListener("state", (event) =>
      phases.push((event as CustomEvent<{ phase: string }>).detail.phase),
    );
    element.server = server;
    element.setAttribute("tool", "show");
    document.body.append(element);
    await turn();
    opened[0]?.enter({ phase: "ready" });
    expect(phases).toEqual(["loading", "ready"]);
  });
});
