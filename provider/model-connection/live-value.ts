/** What the platform returns of a field. */
import { receivedOf } from "../api/received";
import type { ConnectionRecord } from "../api/records";
import { HIDDEN } from "../api/redact";
import { type Json, textsIn, withTexts } from "../json";
import { plainName, plainValue } from "../plain-value";
import { plainText } from "../printable";
import { type FieldName, rowOf } from "./fields";

/** The live value of a field, safe for state, files and messages; undefined if the platform doesn't return it. */
export function liveValue(field: FieldName, record: ConnectionRecord): Json | undefined {
  return printableValue(rowOf(field).live(record));
}

/** The same as it was received, only to compare with: it may contain keys. Equal to `liveValue` if nothing is hidden. */
export function comparedValue(field: FieldName, record: ConnectionRecord): Json | undefined {
  return printableValue(rowOf(field).live(receivedOf(record)));
}

/** Whether a value contains the text that takes the place of a hidden value. */
export function isHiddenIn(value: unknown): boolean {
  return textsIn(value).some((text) => text.includes(HIDDEN));
}

function printableValue(value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  return typeof value === "string"
    ? plainText(value)
    : withTexts(value, (each, isName) => (isName ? plainName(each) : plainValue(each)));
}
