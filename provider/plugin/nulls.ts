/** Nulls that the engine's other languages leave out: YAML and Go drop a member of an object whose value is null. */
import { NULLABLE_OF_A_VARIABLE } from "../model-connection/field-problems";

type Values = Readonly<Record<string, unknown>>;

const NULLS = Object.fromEntries(NULLABLE_OF_A_VARIABLE.map((name) => [name, null]));

/** Each variable of a prompt must have these members, so one that is missing is null. Elsewhere, nothing distinguishes a null from a member that was never given. */
export function withNulls(values: Values): Values {
  const { promptVars } = values;
  if (!Array.isArray(promptVars)) return values;
  return { ...values, promptVars: promptVars.map(completed) };
}

function completed(variable: unknown): unknown {
  return typeof variable === "object" && variable !== null && !Array.isArray(variable)
    ? { ...NULLS, ...variable }
    : variable;
}
