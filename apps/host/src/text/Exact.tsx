import { exactPieces } from "./exact-text.ts";

/** More than a person reads, and few enough pieces for the page to stay live. */
const MAX_CHARACTERS = 10_000;

/** Text of a stranger, with everything unseen spelled out. `lines` keeps its line breaks; what is too much is counted. */
export function Exact(props: {
  readonly text: string;
  readonly lines?: boolean;
  /** Default: 10,000 characters. */
  readonly limit?: number;
}) {
  const { text, lines = false, limit = MAX_CHARACTERS } = props;
  const hidden = text.length - limit;
  return (
    <bdi>
      {exactPieces(text.slice(0, limit), lines ? "\n" : "").map((piece, index) =>
        piece.escaped ? (
          <span key={index} className="escaped" title="A character that cannot be seen">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {hidden > 0 && (
        <span className="escaped">… and {hidden.toLocaleString()} more characters, which are not shown</span>
      )}
    </bdi>
  );
}
