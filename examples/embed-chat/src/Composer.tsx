import { useState, type RefObject } from "react";

/** Where the person writes. While the assistant answers, it can be stopped instead. */
export function Composer(props: {
  readonly answering: boolean;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}) {
  const { answering, box, onSend, onStop } = props;
  const [text, setText] = useState("");

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (answering || text.trim() === "") return;
        onSend(text.trim());
        setText("");
      }}
    >
      <input
        ref={box}
        aria-label="Message"
        placeholder="Ask for your basket, or for a tea"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {answering ? (
        <button key="stop" type="button" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button key="send" className="primary">
          Send
        </button>
      )}
    </form>
  );
}
