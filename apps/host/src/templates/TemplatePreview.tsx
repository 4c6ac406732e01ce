import { useEffect, useMemo, useRef, useState } from "react";
import { previewOf } from "./preview.ts";
import { fillPreview } from "./preview-frame.ts";

/** Higher ones are cut: what a View first shows stands at its top. */
const MAX_HEIGHT_PX = 2000;

/** What a person would first see, without anything that acts or loads, and what was taken away for that. */
export function TemplatePreview({ html }: { readonly html: string }) {
  const preview = useMemo(() => previewOf(html), [html]);
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const stop = fillPreview(current, preview);
    const measure = (): void => setHeight(current.contentDocument?.documentElement.scrollHeight);
    current.addEventListener("load", measure);
    return () => {
      stop();
      current.removeEventListener("load", measure);
    };
  }, [preview]);

  return (
    <div className="preview">
      {preview.blank ? (
        <p className="hint">Nothing is to be seen before its script runs: it draws itself.</p>
      ) : (
        <div className="edge preview-edge">
          <div className="edge-label" aria-hidden="true">
            Preview, nothing runs
          </div>
          <div className="view-container preview-scroll" tabIndex={0} role="region" aria-label="First look">
            <iframe
              ref={frame}
              sandbox="allow-same-origin"
              title="Inert preview of the template"
              style={{ height: Math.min(height ?? 0, MAX_HEIGHT_PX) }}
            />
          </div>
        </div>
      )}
      {preview.removed.length > 0 && (
        <p className="hint">
          Left out:{" "}
          {preview.removed.map(({ what, count }) => (count > 1 ? `${count} × ${what}` : what)).join(", ")}.
        </p>
      )}
    </div>
  );
}
