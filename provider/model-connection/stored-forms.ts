/** How the platform stores what it was sent: perhaps with an added slash, in another case, or with a prefix. */
import type { ConnectionRecord } from "../api/records";
import { FIELDS, type ImmutableField, fieldsOf, liveValue } from "./fields";
import type { Declared, StoredForms } from "./properties";

/** Whether a platform may show `live` for what it was sent as `declared`. A value that it doesn't show agrees. */
export function isStoredForm(
  field: ImmutableField,
  declared: string | undefined,
  live: string | undefined,
): boolean {
  if (live === undefined || live === declared) return true;
  return declared !== undefined && FIELDS[field].isForm(declared, live);
}

/** Each field that the platform shows in another form than declared. Call it only for what the platform shows of our own write. */
export function storedForms(declared: Declared, record: ConnectionRecord): StoredForms | undefined {
  const forms = fieldsOf(declared.provider).flatMap((name) => {
    const [value, live] = [declared[name], liveValue(name, record)];
    // The name has a record of its own: `__asked`.
    if (name === "connectionName" || value === undefined || live === undefined || value === live) return [];
    return [[name, { declared: value, live }] as const];
  });
  return forms.length === 0 ? undefined : Object.fromEntries(forms);
}

/** The live values in the form in which they were declared: only a change outside Pulumi remains different. */
export function asDeclared(
  live: Partial<Record<ImmutableField, string>>,
  forms: StoredForms = {},
): Partial<Record<ImmutableField, string>> {
  const entries = Object.entries(live) as [ImmutableField, string][];
  return Object.fromEntries(
    entries.map(([name, value]) => [name, forms[name]?.live === value ? forms[name].declared : value]),
  );
}
