/** How the platform stores what it was sent: perhaps with an added slash, in another case, or with a prefix (decisions/0011). */
import type { ConnectionRecord } from "../api/records";
import { type Json, canonicalJson, sameJson } from "../json";
import { slowHash } from "../slow-hash";
import { type FieldName, type FieldValues, rowOf } from "./fields";
import { fieldsOf, isChangedInPlace } from "./fields-of-form";
import { comparedValue, isHiddenIn, liveValue } from "./live-value";
import { formOf } from "./form-of";
import { type Declared, type StoredForm, type StoredForms, without } from "./properties";

/** A connection as GET shows it, or as the response to a write shows it if it can't be read back. */
export interface Written extends ConnectionRecord {
  readonly isUnread?: true;
}

/** Whether a platform may show `live` for what it was sent as `declared`. A value that it doesn't show agrees. */
export function isStoredForm(field: FieldName, declared: Json | undefined, live: Json | undefined): boolean {
  if (live === undefined || sameJson(live, declared)) return true;
  return declared !== undefined && rowOf(field).isForm(declared, live);
}

/**
 * Each field that the platform shows in another form than declared, or not at all where PATCH could change it. Call it
 * only for what the platform shows of our own write.
 * @param names the fields that were written
 */
export function storedForms(
  declared: Declared,
  record: Written,
  names: readonly FieldName[] = fieldsOf(formOf(declared)),
): StoredForms | undefined {
  const form = formOf(declared);
  const forms = names.flatMap((name): [FieldName, StoredForm][] => {
    const [value, live] = [declared[name], comparedValue(name, record)];
    // The name has a record of its own: `__asked`.
    if (name === "connectionName" || value === undefined || sameJson(value, live)) return [];
    if (live !== undefined && !isHiddenIn(live))
      return [[name, { declared: value, ...asRecorded(live, liveValue(name, record)) }]];
    // The response to a write doesn't show what GET will show.
    const isNotShown = live !== undefined || (isChangedInPlace(name, form) && record.isUnread !== true);
    return isNotShown ? [[name, { unseen: true }]] : [];
  });
  return orUndefined(Object.fromEntries(forms));
}

/** The record after an update: that of the fields that were written is new, and that of the others stays. */
export function storedFormsAfter(
  before: StoredForms | undefined,
  declared: Declared,
  record: Written,
  names: readonly FieldName[],
): StoredForms | undefined {
  return orUndefined({ ...without(before ?? {}, names), ...storedForms(declared, record, names) });
}

/** Whether a platform shows again what it showed right after our own write. What it did not show then always agrees. */
export function isRecordedForm(form: StoredForm | undefined, live: Json | undefined): boolean {
  if (form === undefined || live === undefined) return false;
  if (!isShown(form)) return true;
  return "hash" in form ? form.hash === hashOf(live) : sameJson(form.live, live);
}

/**
 * The live values in the form in which they were declared: only a change outside Pulumi remains different. What decides
 * is what was received, because what is hidden depends on the headers that this run knows.
 */
export function asDeclared(record: ConnectionRecord, before: Declared, forms: StoredForms = {}): FieldValues {
  return Object.fromEntries(
    fieldsOf(formOf(before)).flatMap((name) => {
      const [form, live] = [forms[name], comparedValue(name, record)];
      // What GET did not show right after the write is never drift.
      if (live === undefined || (form !== undefined && !isShown(form))) return [];
      const safe = liveValue(name, record);
      // A platform that returns a key in this value may return another one each time. Asked first, because the hash is slow.
      const isHiddenAgain = form !== undefined && "hash" in form && isHiddenIn(safe);
      if (form !== undefined && (isHiddenAgain || isRecordedForm(form, live)))
        return [[name, form.declared] as const];
      return [[name, sameJson(live, before[name]) ? live : safe] as const];
    }),
  );
}

/** A hidden value is not a form, and an older state may have recorded one. */
function isShown(form: StoredForm): form is Exclude<StoredForm, { unseen: true }> {
  return "hash" in form || ("live" in form && !isHiddenIn(form.live));
}

const SALT = "model-connections:storedForm";

/** What state may contain of a live value: a short slow hash if the safe value hides a part of it. */
function asRecorded(live: Json, safe: Json | undefined): { live: Json } | { hash: string } {
  return isHiddenIn(safe) ? { hash: hashOf(live) } : { live };
}

function hashOf(live: Json): string {
  return slowHash(canonicalJson(live), SALT, 8);
}

function orUndefined(forms: StoredForms): StoredForms | undefined {
  return Object.keys(forms).length === 0 ? undefined : forms;
}
