import Form from "@rjsf/core/lib/components/Form.js";
import getDefaultRegistry from "@rjsf/core/lib/getDefaultRegistry.js";
import type { RJSFSchema } from "@rjsf/utils";
import { createSchemaValidator } from "./schema-validator.ts";
import { formTemplates, formWidgets } from "./form-templates.tsx";

const validator = createSchemaValidator();
const widgets = { ...getDefaultRegistry().widgets, ...formWidgets };

interface SchemaFormProps {
  readonly id: string;
  readonly schema: object;
  readonly value: Readonly<Record<string, unknown>>;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
  readonly onRun: (value: Readonly<Record<string, unknown>>) => void;
}

/** The form of a tool, made from its input schema. Its Run button stands outside and submits it by id. */
export function SchemaForm({ id, schema, value, onChange, onRun }: SchemaFormProps) {
  return (
    <Form
      id={id}
      idPrefix={`argument-${id}`}
      className="schema-form"
      schema={withoutHeading(schema)}
      formData={value}
      validator={validator}
      templates={formTemplates}
      widgets={widgets}
      showErrorList={false}
      noHtml5Validate
      focusOnFirstError
      experimental_defaultFormStateBehavior={{ emptyObjectFields: "populateRequiredDefaults" }}
      uiSchema={{ "ui:submitButtonOptions": { norender: true } }}
      onChange={({ formData }) => onChange((formData ?? {}) as Record<string, unknown>)}
      // What is wrong stands in the form; without a handler it would also go to the console.
      onError={() => {}}
      onSubmit={({ formData }) => onRun((formData ?? {}) as Record<string, unknown>)}
    />
  );
}

/** The pane above already shows the tool's title and description. */
function withoutHeading(schema: object): RJSFSchema {
  const { title: _title, description: _description, ...rest } = schema as RJSFSchema;
  return rest;
}
