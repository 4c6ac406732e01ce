import { reasonOf, type Server } from "@vitrine/bridge";
import { useCallback, useEffect, useRef, useState } from "react";
import { ConsentDialog } from "./ConsentDialog.tsx";
import { host, shop } from "./host.ts";
import { RecordBar } from "./RecordBar.tsx";
import { ViewCard } from "./ViewCard.tsx";

interface Card {
  readonly number: number;
  readonly server: Server;
}

export function App() {
  const [theme, setTheme] = useState(() =>
    matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  );
  const [cards, setCards] = useState<readonly Card[]>([]);
  const [problem, setProblem] = useState("");
  const opened = useRef(0);
  const showButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    host.setContext({ theme: theme === "dark" ? "dark" : "light" });
  }, [theme]);

  const show = async () => {
    setProblem("");
    try {
      const server = await shop();
      const number = ++opened.current;
      setCards((present) => [{ number, server }, ...present]);
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };

  // React moves the cards, and their Views go on: nothing in them is loaded anew.
  const raise = useCallback((number: number) => {
    setCards((present) => [
      ...present.filter((card) => card.number === number),
      ...present.filter((card) => card.number !== number),
    ]);
  }, []);

  const remove = useCallback((number: number) => {
    setCards((present) => present.filter((card) => card.number !== number));
    showButton.current?.focus();
  }, []);

  return (
    <>
      <header className="top">
        <h1>Tea counter</h1>
        <button onClick={() => setTheme(theme === "dark" ? "light" : "dark")}>
          {theme === "dark" ? "Light" : "Dark"}
        </button>
        <button ref={showButton} className="primary" onClick={show}>
          Show basket
        </button>
      </header>
      <main>
        {problem !== "" && <p role="alert">{problem}</p>}
        {cards.length === 0 && <p className="empty">No basket is open.</p>}
        {cards.map(({ number, server }, place) => (
          <ViewCard
            key={number}
            number={number}
            server={server}
            onRaise={place === 0 ? undefined : raise}
            onClosed={remove}
          />
        ))}
      </main>
      <RecordBar />
      <ConsentDialog />
    </>
  );
}
