import { Exact } from "./Exact.tsx";
import "./text.css";

/** A value as JSON, exactly: every character that cannot be seen is spelled out. Scrolls by keyboard. */
export function ExactJson({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    <pre className="exact-json" tabIndex={0} role="region" aria-label={label}>
      <Exact text={JSON.stringify(value, null, 2) ?? "undefined"} lines />
    </pre>
  );
}
