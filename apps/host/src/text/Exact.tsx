import { exactPieces } from "./exact-text.ts";

/** Text of a stranger, with everything unseen spelled out. `lines` keeps its line breaks. */
export function Exact(props: { readonly text: string; readonly lines?: boolean }) {
  return (
    <bdi>
      {exactPieces(props.text, props.lines === true ? "\n" : "").map((piece, index) =>
        piece.escaped ? (
          <span key={index} className="escaped" title="A character that cannot be seen">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
