/** Which fields a form of connection has, and what a change of one means. */
import { FIELD_NAMES, type FieldName, rowOf } from "./fields";
import { type Form, isEndpointForm, isModelProvider } from "./forms";

/** Whether a field is an argument of a form. */
export function has(form: Form, field: FieldName): boolean {
  return rowOf(field).forms.includes(form);
}

/** The arguments of a form. A platform may show other fields too, such as `model` for provider "API": they mean nothing. */
export function fieldsOf(form: string): FieldName[] {
  const isKnown = isModelProvider(form) || isEndpointForm(form);
  return FIELD_NAMES.filter((field) => !isKnown || has(form, field));
}

/** Whether PATCH changes a field of a form. */
export function isChangedInPlace(field: FieldName, form: string): boolean {
  return (rowOf(field).inPlace ?? []).includes(form as Form);
}

/** Whether another value of a field always means another connection. */
export function identifies(field: FieldName): boolean {
  return rowOf(field).inPlace === undefined;
}
