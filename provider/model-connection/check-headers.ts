/** Check of the headers of an endpoint: headers, and headersEnv with apiKeyVersion. No text contains a value. */
import { isJsonObject } from "../json";
import { shownName } from "../suggestion";
import { variableNameProblem, variableProblem } from "./api-key";
import { headerNameProblem, headerValueProblem, prefixProblem } from "./header-value";
import { entriesOf, variableOf } from "./header-sources";
import { type RawInputs, UNKNOWN } from "./properties";

/**
 * All problems of the headers' arguments.
 * @param isToBeSent whether the variables must be available
 */
export function headerProblems(news: RawInputs, isToBeSent: boolean): string[] {
  return [
    ...shapeProblems("headers", news["headers"]),
    ...shapeProblems("headersEnv", news["headersEnv"]),
    ...duplicates(news),
    ...entriesOf(news["headers"]).flatMap(([name, value]) => problemsOfHeader(name, value)),
    ...entriesOf(news["headersEnv"]).flatMap(([name, value]) => problemsOfVariable(name, value, isToBeSent)),
    ...versionProblems(news),
  ];
}

function shapeProblems(argument: "headers" | "headersEnv", value: unknown): string[] {
  if (value == null || value === UNKNOWN || isJsonObject(value)) return [];
  const what = argument === "headers" ? "values" : "environment variables";
  return [`${argument}: must be an object of names and ${what}`];
}

/** Names are the same in any case. */
function duplicates(news: RawInputs): string[] {
  const seen = new Set<string>();
  return (["headers", "headersEnv"] as const).flatMap((argument) =>
    entriesOf(news[argument]).flatMap(([name]) => {
      const isKnown = seen.has(name.toLowerCase());
      seen.add(name.toLowerCase());
      return isKnown ? [`${argument}: ${shown(name)} is there twice; names are the same in any case`] : [];
    }),
  );
}

function problemsOfHeader(name: string, value: unknown): string[] {
  const problem = headerNameProblem(name);
  if (problem !== undefined) return [`headers: ${problem}`];
  if (value === UNKNOWN) return [];
  const valueProblem = typeof value === "string" ? headerValueProblem(value) : "must be a string";
  return valueProblem === undefined ? [] : [`headers: the value of ${shown(name)} ${valueProblem}`];
}

function problemsOfVariable(name: string, value: unknown, isToBeSent: boolean): string[] {
  const nameProblem = headerNameProblem(name);
  if (nameProblem !== undefined) return [`headersEnv: ${nameProblem}`];
  if (value === UNKNOWN) return [];
  const { env, prefix } = variableOf(value);
  if (env === UNKNOWN || prefix === UNKNOWN) return [];
  if (typeof env !== "string" || typeof prefix !== "string")
    return [`headersEnv: ${shown(name)} must be the name of an environment variable, or { env, prefix }`];
  const problem =
    prefixProblem(prefix) === undefined ? undefined : `the prefix ${prefixProblem(prefix) ?? ""}`;
  const variable = isToBeSent ? variableProblem(env, headerValueProblem) : variableNameProblem(env);
  const unknown =
    isJsonObject(value) && Object.keys(value).some((each) => each !== "env" && each !== "prefix");
  return [problem, variable, unknown ? "has only env and prefix" : undefined].flatMap((each) =>
    each === undefined ? [] : [`headersEnv: ${shown(name)}: ${each}`],
  );
}

function versionProblems({ headersEnv, apiKeyVersion }: RawInputs): string[] {
  if (headersEnv != null && apiKeyVersion == null)
    return [
      'apiKeyVersion: is missing; headersEnv requires it. Give any string, such as "1"; a new value means "send the headers again"',
    ];
  if (headersEnv == null && apiKeyVersion != null)
    return ["apiKeyVersion: belongs to headersEnv; remove it, because headers don't need it"];
  return versionValueProblems(apiKeyVersion);
}

/** Problems of the version's value. In YAML, a number without quotes is not a text. */
export function versionValueProblems(version: unknown): string[] {
  if (version == null || version === UNKNOWN) return [];
  if (typeof version !== "string") return ['apiKeyVersion: must be a string, such as "1" in quotes'];
  return version.trim() === "" ? ["apiKeyVersion: must not be empty"] : [];
}

/** What doesn't look like the name of a header may be a key. */
function shown(name: string): string {
  return /^[A-Za-z][A-Za-z0-9]{0,20}(-[A-Za-z0-9]{1,20}){0,5}$/.test(name) && !/\d{4}/.test(name)
    ? `"${name}"`
    : shownName(name);
}
