// @vitest-environment happy-dom
import { act, StrictMode, type ReactElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Server } from "../server.ts";
import { createSource } from "../observable.ts";
import { recordingServer } from "../testing/recording-server.ts";
import { McpApp } from "./McpApp.tsx";
import { useObservable } from "./use-observable.ts";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

let container: HTMLElement;
let root: Root;

beforeEach(() => {
  container = document.createElement("div");
  document.body.append(container);
  root = createRoot(container);
});

afterEach(async () => {
  await act(async () => root.unmount());
  container.remove();
});

async function render(element: ReactElement): Promise<void> {
  await act(async () => root.render(element));
}

describe("<McpApp>", () => {
  test("opens its View once, with its arguments and result", async () => {
    const { server, opened } = recordingServer();
    const result = { content: [] };
    await render(<McpApp server={server} tool="show" arguments={{ a: 1 }} result={result} />);
    expect(opened.map(({ options }) => options)).toEqual([{ tool: "show", arguments: { a: 1 }, result }]);
  });

  test("opens it once although StrictMode mounts twice", async () => {
    const { server, opened } = recordingServer();
    await render(
      <StrictMode>
        <McpApp server={server} tool="show" />
      </StrictMode>,
    );
    expect(opened).toHaveLength(1);
    expect(opened[0]?.closed).toBe(false);
  });

  test("keeps it while it renders again, also with other arguments", async () => {
    const { server, opened } = recordingServer();
    await render(<McpApp server={server} tool="show" arguments={{ a: 1 }} />);
    await render(<McpApp server={server} tool="show" arguments={{ a: 2 }} className="wide" />);
    expect(opened).toHaveLength(1);
  });

  test("opens another for another tool, and closes the first", async () => {
    const { server, opened } = recordingServer();
    await render(<McpApp server={server} tool="show" />);
    await render(<McpApp server={server} tool="list" />);
    expect(opened.map(({ options, closed }) => [options.tool, closed])).toEqual([
      ["show", true],
      ["list", false],
    ]);
  });

  test("closes it when it is unmounted", async () => {
    const { server, opened } = recordingServer();
    await render(<McpApp server={server} tool="show" />);
    await render(<p />);
    expect(opened[0]?.closed).toBe(true);
  });

  test("tells each state, to the newest listener", async () => {
    const { server, opened } = recordingServer();
    const seen: string[] = [];
    const app = (server_: Server, name: string): ReactElement => (
      <McpApp server={server_} tool="show" onState={({ phase }) => seen.push(`${name} ${phase}`)} />
    );
    await render(app(server, "first"));
    await render(app(server, "second"));
    opened[0]?.enter({ phase: "ready" });
    expect(seen).toEqual(["first loading", "second ready"]);
  });
});

test("useObservable shows the present value", async () => {
  const source = createSource("one");
  const Value = (): ReactElement => <p>{useObservable(source)}</p>;
  await render(<Value />);
  expect(container.textContent).toBe("one");
  await act(async () => source.set("two"));
  expect(container.textContent).toBe("two");
});
