import {
  askForWrites,
  createHost,
  httpSandbox,
  reasonOf,
  type Server,
  type ViewState,
} from "@vitrine/bridge";
import { McpApp } from "@vitrine/bridge/react";
import { Component, memo, StrictMode, Suspense, useState, type ReactNode } from "react";
import { createRoot } from "react-dom/client";

/* A keyed list of Views under StrictMode, with a button for each thing that React may do to one. */

const host = createHost({
  sandbox: httpSandbox({
    proxy: `http://proxy.${location.host}`,
    async ticket({ uri, digest, htmlDigest }) {
      const body = JSON.stringify({ uri, digest, facts: { htmlDigest } });
      return (await fetch("/ticket", { method: "POST", body })).text();
    },
  }),
  approve: { mode: "trust-on-first-use" },
  policy: askForWrites,
});

/** As products write it: an item that did not change is not rendered again when the list is re-ordered. */
const Item = memo(function Item({ server, name }: { readonly server: Server; readonly name: string }) {
  const [phase, setPhase] = useState<ViewState["phase"]>("loading");
  return (
    <li aria-label={name} data-phase={phase}>
      <McpApp
        server={server}
        tool="counter"
        arguments={{ name }}
        onState={(state) => setPhase(state.phase)}
      />
    </li>
  );
});

let open = (): void => {};
let gate: Promise<void> | undefined;

/** Suspends while there is a gate, in the way that React 18 knows as well. */
function Gate(): null {
  if (gate !== undefined) throw gate;
  return null;
}

class Boundary extends Component<{ readonly children: ReactNode }, { readonly reason?: string }> {
  override state: { readonly reason?: string } = {};

  static getDerivedStateFromError(error: unknown): { readonly reason: string } {
    return { reason: reasonOf(error) };
  }

  override render(): ReactNode {
    return this.state.reason === undefined ? this.props.children : <p role="alert">{this.state.reason}</p>;
  }
}

function Page({ server }: { readonly server: Server }) {
  const [names, setNames] = useState(["one", "two", "three"]);
  const [missing, setMissing] = useState(false);
  const [, render] = useState(0);

  const suspend = (): void => {
    gate = new Promise((resolve) => (open = resolve));
    render((count) => count + 1);
  };
  const resume = (): void => {
    gate = undefined;
    open();
  };

  return (
    <>
      <button onClick={() => setNames([...names].reverse())}>Reverse</button>
      <button onClick={() => setNames(names.slice(1))}>Remove the first</button>
      <button onClick={suspend}>Suspend</button>
      <button onClick={resume}>Resume</button>
      <button onClick={() => setMissing(true)}>Show what is not there</button>
      <button onClick={() => void server.close()}>Disconnect</button>
      <Suspense fallback={<p>Suspended</p>}>
        <Gate />
        <ul>
          {names.map((name) => (
            <Item key={name} server={server} name={name} />
          ))}
        </ul>
      </Suspense>
      <Boundary>{missing && <McpApp server={server} tool="missing" />}</Boundary>
    </>
  );
}

const url = new URLSearchParams(location.search).get("server") ?? "";
const server = await host.connect({ name: "test", url });
createRoot(document.querySelector("main")!).render(
  <StrictMode>
    <Page server={server} />
  </StrictMode>,
);
