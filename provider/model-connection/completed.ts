/** Fills in what a program omits, so that state, plans and requests show the complete configuration. */
import type { Json } from "../json";
import { FIELD_NAMES, rowOf } from "./fields";
import { has } from "./fields-of-form";
import { formOf } from "./form-of";
import { type RawInputs, UNKNOWN } from "./properties";

/** The same inputs with the value that each omitted field of the form means. */
export function completed(news: RawInputs): RawInputs {
  const form = formOf(news);
  const values = FIELD_NAMES.filter((name) => has(form, name)).flatMap((name) => {
    const { omitted, complete } = rowOf(name);
    const value = (news[name] ?? omitted) as Json | undefined;
    if (value === undefined || value === UNKNOWN) return [];
    return [[name, complete === undefined ? value : complete(value)] as const];
  });
  return { ...news, ...Object.fromEntries(values) };
}
