import type { Server, ServerTool } from "@vitrine/bridge";
import { lazy, Suspense, useId, useMemo, useState } from "react";
import { runTool } from "../runs/run-tool.ts";
import { Exact } from "../text/Exact.tsx";
import { parseArguments } from "../text/json-source.ts";
import { RawArguments } from "./RawArguments.tsx";
import { SchemaFormBoundary } from "./SchemaFormBoundary.tsx";
import { brokenSchema } from "./broken-schema.ts";
import { draftKey, useSelection } from "./selection-store.ts";

/** The form machinery is large and not needed for the first look at the page. */
const SchemaForm = lazy(async () => ({ default: (await import("./SchemaForm.tsx")).SchemaForm }));

/** A tool's arguments, as form or as raw JSON, and Run. */
export function ToolArguments({ server, tool }: { readonly server: Server; readonly tool: ServerTool }) {
  const formId = useId();
  const draft = useSelection((selection) => selection.drafts.get(draftKey(server.name, tool.name)));
  const mode = useSelection((selection) => selection.mode);
  const edit = useSelection((selection) => selection.edit);
  const write = useSelection((selection) => selection.write);
  const judged = useMemo(() => brokenSchema(tool.inputSchema), [tool.inputSchema]);
  const [formless, setFormless] = useState<{ readonly schema: object; readonly reason: string }>();
  const broken = judged ?? (formless?.schema === tool.inputSchema ? formless.reason : undefined);
  const [touched, setTouched] = useState(false);
  const text = draft?.text ?? "{}";
  const parsed = parseArguments(text);
  const raw = mode === "json" || broken !== undefined;
  const bare = Object.keys(tool.inputSchema.properties ?? {}).length === 0;

  const change = (next: string): void => write(server.name, tool.name, { text: next });
  const run = (input: Readonly<Record<string, unknown>>): void =>
    runTool({ server, tool, arguments: input, actor: "person" });

  return (
    <div className="arguments">
      {draft?.complaint !== undefined && (
        <p className="problem" role="alert">
          {draft.complaint}
        </p>
      )}
      {broken !== undefined && (
        <p className="caution">
          This tool’s input schema cannot carry a form: <Exact text={broken} />. Write its arguments as JSON.
        </p>
      )}
      {broken === undefined && (
        <div className="mode-switch" role="group" aria-label="Arguments as">
          {(["form", "json"] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              className="toggle"
              aria-pressed={mode === choice}
              disabled={choice === "form" && !parsed.valid}
              title={choice === "form" && !parsed.valid ? "Mend the JSON first" : undefined}
              onClick={() => edit(choice)}
            >
              {choice === "form" ? "Form" : "JSON"}
            </button>
          ))}
        </div>
      )}
      {raw || !parsed.valid ? (
        <RawArguments
          id={formId}
          schema={judged === undefined ? tool.inputSchema : undefined}
          text={text}
          touched={touched}
          onChange={change}
          onRun={(input) => run(input)}
          onRefused={() => setTouched(true)}
        />
      ) : bare ? (
        <form id={formId} onSubmit={(event) => (event.preventDefault(), run(parsed.value))}>
          <p className="hint">This tool takes no arguments.</p>
        </form>
      ) : (
        <SchemaFormBoundary onFailed={(reason) => setFormless({ schema: tool.inputSchema, reason })}>
          <Suspense fallback={<FormSkeleton id={formId} onRun={() => run(parsed.value)} />}>
            <SchemaForm
              id={formId}
              schema={tool.inputSchema}
              value={parsed.value}
              onChange={(value) => change(JSON.stringify(value, null, 2))}
              onRun={run}
            />
          </Suspense>
        </SchemaFormBoundary>
      )}
      <button type="submit" form={formId} className="button button-primary run-button">
        Run
      </button>
    </div>
  );
}

/** Stands in until the form is loaded. Run works meanwhile, with the arguments as they are. */
function FormSkeleton({ id, onRun }: { readonly id: string; readonly onRun: () => void }) {
  return (
    <form id={id} className="form-skeleton" onSubmit={(event) => (event.preventDefault(), onRun())}>
      <div className="skeleton" aria-hidden="true" />
      <div className="skeleton" aria-hidden="true" />
    </form>
  );
}
