import type { Finding, Place } from "@vitrine/bridge";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { exactPieces } from "../text/exact-text.ts";
import { rowOf, sourceRows } from "./source-rows.ts";

const ROW_HEIGHT = 18;

/** A place that was asked for; a new object each time, so that asking twice goes there twice. */
export interface SourceJump {
  readonly place: Place;
}

/** The template's source with its lines, however long it is; what was found is marked where it stands. */
export function TemplateSource(props: {
  readonly html: string;
  readonly findings: readonly Finding[];
  readonly jump: SourceJump | undefined;
}) {
  const { html, findings, jump } = props;
  const rows = useMemo(() => sourceRows(html), [html]);
  const marks = useMemo(() => {
    const worst = new Map<number, Finding>();
    for (const finding of findings.toReversed()) {
      if (finding.where !== undefined) worst.set(rowOf(rows, finding.where), finding);
    }
    return worst;
  }, [rows, findings]);
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- Nothing here is memoized by a compiler.
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const target = jump === undefined ? undefined : rowOf(rows, jump.place);
  useEffect(() => {
    if (target === undefined) return;
    virtualizer.scrollToIndex(target, { align: "center" });
    scroller.current?.focus({ preventScroll: true });
    scroller.current?.scrollIntoView({ block: "nearest" });
    // oxlint-disable-next-line react/exhaustive-deps -- Only a jump moves it, and each jump does.
  }, [jump]);

  return (
    <div ref={scroller} className="source" tabIndex={0} role="region" aria-label="Lines of HTML">
      <ol style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          const mark = marks.get(index);
          return (
            row !== undefined && (
              <li
                key={index}
                style={{ transform: `translateY(${start}px)` }}
                data-severity={mark?.severity}
                data-target={index === target}
                title={mark?.message}
              >
                <span className="source-line">{row.column === 1 ? row.line : "·"}</span>
                <SourceText text={row.text} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

function SourceText({ text }: { readonly text: string }) {
  return (
    <code>
      <bdi>
        {exactPieces(text, "\t").map((piece, index) =>
          piece.escaped ? (
            <span key={index} className="escaped">
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
      </bdi>
    </code>
  );
}
