import { useEffect, useRef } from "react";
import { CallView } from "./CallView.tsx";
import type { Conversation as ConversationState, Turn } from "./conversation.ts";

export function Conversation(props: {
  readonly conversation: ConversationState;
  readonly onSuggest: (text: string) => void;
  readonly onClosed: () => void;
}) {
  const { turns, known } = props.conversation;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "end" });
  }, [turns]);

  if (turns.length === 0) return <Welcome onSuggest={props.onSuggest} />;
  return (
    <main role="log" aria-label="Conversation">
      {turns.map((turn) => (
        <TurnView key={turn.id} turn={turn} known={known} onClosed={props.onClosed} />
      ))}
      <div ref={end} className="end" />
    </main>
  );
}

function TurnView(props: {
  readonly turn: Turn;
  readonly known: ReadonlyMap<string, string>;
  readonly onClosed: () => void;
}) {
  const { turn, known, onClosed } = props;
  switch (turn.by) {
    case "person":
      return <p className="said">{turn.text}</p>;
    case "view":
      return (
        <p className="said from-view">
          <b>From “{turn.view}”, with your leave</b>
          {turn.text}
        </p>
      );
    case "assistant":
      return (
        <section aria-label="Assistant">
          {turn.parts.map((part, place) =>
            part.kind === "text" ? (
              <p key={place}>{part.text}</p>
            ) : (
              <CallView key={place} call={part.call} known={known} onClosed={onClosed} />
            ),
          )}
        </section>
      );
  }
}

function Welcome({ onSuggest }: { readonly onSuggest: (text: string) => void }) {
  return (
    <main className="welcome">
      <p>What would you like?</p>
      {["Show me my basket", "Recommend me a tea"].map((text) => (
        <button key={text} onClick={() => onSuggest(text)}>
          {text}
        </button>
      ))}
    </main>
  );
}
