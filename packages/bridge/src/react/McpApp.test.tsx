// @vitest-environment happy-dom
import { act, Component, StrictMode, Suspense, type ReactElement, type ReactNode } from "react";
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

class Boundary extends Component<{ readonly children: ReactNode }, { readonly message?: string }> {
  override state: { readonly message?: string } = {};

  static getDerivedStateFromError(error: Error): { readonly message: string } {
    return { message: error.message };
  }

  override render(): ReactNode {
    return this.state.message ?? this.props.children;
  }
}

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

  test("keeps it while a boundary around it waits, although StrictMode mounts twice what is shown again", async () => {
    const { server, opened } = recordingServer();
    let wait: Promise<void> | undefined;
    let arrive = (): void => {};
    const Late = (): null => {
      // oxlint-disable-next-line typescript/only-throw-error -- this is how a component suspends in React 18 and 19
      if (wait !== undefined) throw wait;
      return null;
    };
    const page = (): ReactElement => (
      <StrictMode>
        <Suspense fallback="waiting">
          <Late />
          <McpApp server={server} tool="show" />
        </Suspense>
      </StrictMode>
    );
    await render(page());
    wait = new Promise((resolve) => (arrive = resolve));
    await render(page());
    expect(container.textContent).toBe("waiting");
    wait = undefined;
    await act(async () => arrive());
    expect(container.textContent).toBe("");
    expect(opened.map(({ closed }) => closed)).toEqual([false]);
  });

  test("throws to the error boundary when there is no such tool", async () => {
    const { server } = recordingServer();
    const openView = (): never => {
      throw new Error("No such tool.");
    };
    vi.spyOn(console, "error").mockImplementation(() => {});
    await render(
      <Boundary>
        <McpApp server={{ ...server, openView }} tool="show" />
      </Boundary>,
    );
    expect(container.textContent).toBe("No such tool.");
    vi.restoreAllMocks();
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
