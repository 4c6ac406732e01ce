import type { IconButtonProps, TemplatesType } from "@rjsf/utils";
import type { ReactNode } from "react";

/** A button with words: the form has no icons. */
function WordButton(
  props: Pick<IconButtonProps, "id" | "disabled" | "onClick"> & { readonly children: ReactNode },
) {
  const { id, disabled, onClick, children } = props;
  return (
    <button type="button" id={id} className="button button-quiet" disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}

export function AddButton(props: IconButtonProps) {
  return <WordButton {...props}>{props.children ?? "Add"}</WordButton>;
}

export function RemoveButton(props: IconButtonProps) {
  return <WordButton {...props}>Remove</WordButton>;
}

/** The buttons of lists and of properties that the schema does not name. */
export const formButtons: Partial<TemplatesType["ButtonTemplates"]> = {
  AddButton,
  RemoveButton,
  CopyButton: (props: IconButtonProps) => <WordButton {...props}>Copy</WordButton>,
  MoveUpButton: (props: IconButtonProps) => <WordButton {...props}>Up</WordButton>,
  MoveDownButton: (props: IconButtonProps) => <WordButton {...props}>Down</WordButton>,
  ClearButton: (props: IconButtonProps) => <WordButton {...props}>Clear</WordButton>,
};
