/** The declared headers of an endpoint: each is a value, or a variable of the environment with a prefix. */
import type { Header } from "../api/headers";
import { environmentVariable } from "../environment";
import { isJsonObject } from "../json";
import { PlainError } from "../plain-error";
import { variableProblem } from "./api-key";
import { headerValueProblem } from "./header-value";
import { type RawInputs, UNKNOWN } from "./properties";

/** A header's value from the environment: the variable's name, or with a text that goes before its value. */
export type FromEnvironment = string | { readonly env: string; readonly prefix?: string };

/** Where the value of a header comes from. */
export type HeaderSource =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly env: string; readonly prefix: string };

/** The sources as far as they are known and valid, ordered by name. */
export function headerSources({ headers, headersEnv }: RawInputs): HeaderSource[] {
  const values = entriesOf(headers).flatMap(([name, value]): HeaderSource[] =>
    typeof value === "string" && value !== UNKNOWN ? [{ name, value }] : [],
  );
  const variables = entriesOf(headersEnv).flatMap(([name, value]): HeaderSource[] => {
    const { env, prefix } = variableOf(value);
    return typeof env === "string" && env !== UNKNOWN && prefix !== UNKNOWN
      ? [{ name, env, prefix: typeof prefix === "string" ? prefix : "" }]
      : [];
  });
  return [...values, ...variables].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** The members of an object argument. */
export function entriesOf(argument: unknown): [name: string, value: unknown][] {
  return isJsonObject(argument) ? Object.entries(argument) : [];
}

/** Both ways in which a header can name its variable. */
export function variableOf(value: unknown): { readonly env: unknown; readonly prefix: unknown } {
  if (typeof value === "string") return { env: value, prefix: "" };
  return isJsonObject(value)
    ? { env: value["env"], prefix: value["prefix"] ?? "" }
    : { env: undefined, prefix: "" };
}

/** The headers that a source stands for now; one whose variable isn't set has an empty value. */
export function headerOf(source: HeaderSource): Header {
  if ("value" in source) return { key: source.name, value: source.value };
  const value = environmentVariable(source.env) ?? "";
  return { key: source.name, value: value === "" ? "" : `${source.prefix}${value}` };
}

/** The headers to send, read now. @throws PlainError if a variable isn't set or its value can't be sent */
export function headersToSend(inputs: RawInputs): Header[] {
  return headerSources(inputs).map((source) => {
    const problem = "env" in source ? variableProblem(source.env, headerValueProblem) : undefined;
    if (problem !== undefined) throw new PlainError(`headersEnv: ${source.name}: ${problem}`);
    return headerOf(source);
  });
}

function sortKey({ name }: HeaderSource): string {
  return `${name.toLowerCase()} ${name}`;
}
