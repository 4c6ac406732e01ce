import getDefaultRegistry from "@rjsf/core/lib/getDefaultRegistry.js";
import {
  ADDITIONAL_PROPERTY_FLAG,
  canExpand,
  descriptionId,
  errorId,
  titleId,
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  type BaseInputTemplateProps,
  type DescriptionFieldProps,
  type FieldErrorProps,
  type FieldTemplateProps,
  type MultiSchemaFieldTemplateProps,
  type ObjectFieldTemplateProps,
  type TemplatesType,
  type WidgetProps,
  type WrapIfAdditionalTemplateProps,
} from "@rjsf/utils";
import { Exact } from "../text/Exact.tsx";
import { AddButton, formButtons, RemoveButton } from "./form-buttons.tsx";

/** Wraps one value: label, explanation, control, what is wrong with it. */
function Field(props: FieldTemplateProps) {
  const {
    id,
    label,
    children,
    errors,
    help,
    description,
    hidden,
    required,
    displayLabel,
    schema,
    rawErrors,
  } = props;
  if (hidden === true) return <div hidden>{children}</div>;
  const own = displayLabel === true && schema.type !== "boolean";
  return (
    <WrapAdditional {...props}>
      <div className="field" data-wrong={(rawErrors?.length ?? 0) > 0}>
        {own && label !== "" && (
          <label htmlFor={id}>
            <Exact text={label} />
            {required === true && <span className="required"> required</span>}
          </label>
        )}
        {own && description}
        {children}
        {errors}
        {help}
      </div>
    </WrapAdditional>
  );
}

function ObjectField(props: ObjectFieldTemplateProps) {
  const { title, description, properties, fieldPathId, schema, uiSchema, formData, disabled, onAddProperty } =
    props;
  const fields = properties.map((property) => property.content);
  const add = canExpand(schema, uiSchema, formData) && (
    <AddButton disabled={disabled} onClick={() => onAddProperty()} registry={props.registry}>
      Add a property
    </AddButton>
  );
  if (title === "") {
    return (
      <>
        {fields}
        {add}
      </>
    );
  }
  return (
    <fieldset id={fieldPathId.$id}>
      <legend id={titleId(fieldPathId)}>
        <Exact text={title} />
        {props.required === true && <span className="required"> required</span>}
      </legend>
      {typeof description === "string" && description !== "" && (
        <p className="hint" id={descriptionId(fieldPathId)}>
          <Exact text={description} lines />
        </p>
      )}
      {fields}
      {add}
    </fieldset>
  );
}

function ArrayField(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, fieldPathId, schema, disabled } = props;
  return (
    <fieldset id={fieldPathId.$id}>
      <legend id={titleId(fieldPathId)}>
        <Exact text={title} />
        {props.required === true && <span className="required"> required</span>}
      </legend>
      {schema.description !== undefined && (
        <p className="hint" id={descriptionId(fieldPathId)}>
          <Exact text={schema.description} lines />
        </p>
      )}
      {items}
      {canAdd === true && (
        <AddButton disabled={disabled} onClick={onAddClick} registry={props.registry}>
          Add an item
        </AddButton>
      )}
    </fieldset>
  );
}

/** Alternatives: which one, then its fields. */
function Alternatives({ schema, selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <>
      <label>
        <span className="visually-hidden">Alternative for {schema.title ?? "this value"}</span>
        {selector}
      </label>
      {optionSchemaField}
    </>
  );
}

const { ArrayFieldItemButtonsTemplate: ItemButtons, BaseInputTemplate: BaseInput } =
  getDefaultRegistry().templates;

function ArrayItem({ children, buttonsProps, hasToolbar }: ArrayFieldItemTemplateProps) {
  return (
    <div className="array-item">
      <div className="array-item-value">{children}</div>
      {hasToolbar && (
        <div className="array-item-buttons">
          <ItemButtons {...buttonsProps} />
        </div>
      )}
    </div>
  );
}

/** A property that the schema does not name: its key can be changed, and it can be removed. */
function WrapAdditional(props: WrapIfAdditionalTemplateProps) {
  const { id, label, schema, disabled, readonly, onKeyRenameBlur, onRemoveProperty, children } = props;
  if (!(ADDITIONAL_PROPERTY_FLAG in schema)) return children;
  return (
    <div className="array-item">
      <div className="field">
        <label htmlFor={`${id}-key`}>Property</label>
        <input
          key={label}
          id={`${id}-key`}
          className="form-control"
          defaultValue={label}
          disabled={disabled || readonly}
          onBlur={onKeyRenameBlur}
        />
      </div>
      <div className="array-item-value">{children}</div>
      <RemoveButton disabled={disabled} onClick={onRemoveProperty} registry={props.registry} />
    </div>
  );
}

function Description({ id, description }: DescriptionFieldProps) {
  if (typeof description !== "string" || description === "") return null;
  return (
    <p className="hint" id={id}>
      <Exact text={description} lines />
    </p>
  );
}

function FieldErrors({ errors = [], fieldPathId }: FieldErrorProps) {
  if (errors.length === 0) return null;
  return (
    <div id={errorId(fieldPathId)} role="alert">
      {errors.map((error, index) => (
        <p key={index} className="problem">
          {error}
        </p>
      ))}
    </div>
  );
}

function Input(props: BaseInputTemplateProps) {
  return <BaseInput {...props} aria-invalid={(props.rawErrors?.length ?? 0) > 0} />;
}

function Checkbox({
  id,
  label,
  value,
  required,
  disabled,
  readonly,
  onChange,
  schema,
  rawErrors,
}: WidgetProps) {
  return (
    <>
      <label className="checkbox" htmlFor={id}>
        <input
          type="checkbox"
          id={id}
          checked={value === true}
          disabled={disabled === true || readonly === true}
          aria-invalid={(rawErrors?.length ?? 0) > 0}
          aria-describedby={schema.description === undefined ? undefined : descriptionId(id)}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>
          <Exact text={label} />
          {required === true && <span className="required"> required</span>}
        </span>
      </label>
      {schema.description !== undefined && (
        <p className="hint" id={descriptionId(id)}>
          <Exact text={schema.description} lines />
        </p>
      )}
    </>
  );
}

/** How the form's parts look and speak. */
export const formTemplates: Partial<Omit<TemplatesType, "ButtonTemplates">> & {
  ButtonTemplates: Partial<TemplatesType["ButtonTemplates"]>;
} = {
  FieldTemplate: Field,
  ObjectFieldTemplate: ObjectField,
  ArrayFieldTemplate: ArrayField,
  ArrayFieldItemTemplate: ArrayItem,
  WrapIfAdditionalTemplate: WrapAdditional,
  DescriptionFieldTemplate: Description,
  FieldErrorTemplate: FieldErrors,
  MultiSchemaFieldTemplate: Alternatives,
  BaseInputTemplate: Input,
  ButtonTemplates: formButtons,
};

export const formWidgets = { CheckboxWidget: Checkbox };
