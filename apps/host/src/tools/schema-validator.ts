import {
  createErrorHandler,
  ErrorSchemaBuilder,
  getDefaultFormState,
  unwrapErrorHandler,
  validationDataMerge,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidatorType,
} from "@rjsf/utils";
import { problemsOf, type SchemaProblem } from "./schema-problems.ts";

/** An rjsf validator over {@link problemsOf}. */
export function createSchemaValidator(): ValidatorType {
  const validator: ValidatorType = {
    validateFormData(formData, schema, customValidate, transformErrors, uiSchema) {
      const raw = validator.rawValidation<FormError>(schema, formData);
      const builder = new ErrorSchemaBuilder();
      for (const { message, path } of raw.errors ?? []) builder.addErrors(message, path);
      let errors: RJSFValidationError[] = raw.errors ?? [];
      if (raw.validationError !== undefined) {
        errors = [...errors, { stack: raw.validationError.message, message: raw.validationError.message }];
      }
      if (transformErrors !== undefined) errors = transformErrors(errors, uiSchema);
      const found = { errors, errorSchema: builder.ErrorSchema };
      if (customValidate === undefined) return found;
      const filled: unknown = getDefaultFormState(validator, schema, formData, schema, true);
      const handler = customValidate(filled, createErrorHandler(filled), uiSchema, found.errorSchema);
      return validationDataMerge(found, unwrapErrorHandler(handler));
    },
    isValid(schema, formData, rootSchema) {
      try {
        return problemsOf(withDefinitionsOf(schema, rootSchema), formData).length === 0;
      } catch {
        // rjsf asks this to choose among alternatives; one that cannot be used is not chosen.
        return false;
      }
    },
    rawValidation(schema: RJSFSchema, formData?: unknown) {
      try {
        const errors = problemsOf(schema, formData).map((problem) => toFormError(problem));
        // rjsf lets the caller name the type; here it is always FormError.
        return { errors: errors as never[] };
      } catch (error) {
        return { validationError: error instanceof Error ? error : new Error(String(error)) };
      }
    },
  };
  return validator;
}

/** An alternative is judged on its own, but its `#/$defs/…` live in the whole schema. */
function withDefinitionsOf(schema: RJSFSchema, root: RJSFSchema): RJSFSchema {
  return {
    ...(root.$defs === undefined ? {} : { $defs: root.$defs }),
    ...(root.definitions === undefined ? {} : { definitions: root.definitions }),
    ...schema,
  };
}

interface FormError extends RJSFValidationError {
  readonly message: string;
  readonly path: string[];
}

function toFormError({ pointer, keyword, message }: SchemaProblem): FormError {
  const path = pointer
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
  return {
    name: keyword,
    property: path.join("."),
    path,
    message,
    stack: `${path.at(-1) ?? "Arguments"}: ${message}`,
  };
}
