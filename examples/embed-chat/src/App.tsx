import { useObservable } from "@vitrine/bridge/react";
import { useEffect, useRef, useState } from "react";
import type { Chat } from "./chat.ts";
import { Composer } from "./Composer.tsx";
import { ConsentDialog } from "./ConsentDialog.tsx";
import { Conversation } from "./Conversation.tsx";
import { RecordBar } from "./RecordBar.tsx";

export function App({ chat }: { readonly chat: Chat }) {
  const conversation = useObservable(chat.conversation);
  const [theme, setTheme] = useState<"light" | "dark">(() =>
    matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  );
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    chat.host.setContext({ theme });
  }, [chat, theme]);

  return (
    <>
      <header className="top">
        <h1>Kettle</h1>
        <p className="quiet">A scripted assistant, without a model</p>
        <button onClick={() => setTheme(theme === "dark" ? "light" : "dark")}>
          {theme === "dark" ? "Light" : "Dark"}
        </button>
      </header>
      <Conversation conversation={conversation} onSuggest={chat.say} onClosed={() => box.current?.focus()} />
      <div className="bottom">
        <Composer answering={conversation.answering} box={box} onSend={chat.say} onStop={chat.stop} />
        <RecordBar host={chat.host} />
      </div>
      <ConsentDialog />
    </>
  );
}
