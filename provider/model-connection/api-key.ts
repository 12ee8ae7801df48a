/** The connection's key: where it comes from, what is wrong with it, and when it must be sent. */
import { PlainError } from "../plain-error";
import { environmentVariable } from "../environment";
import { type Comparable, type Inputs, UNKNOWN } from "./properties";

/** How the key of a scrubbed connection begins: no vendor accepts it. */
export const SCRUBBED = "scrubbed-by-pulumi-";

/** The `apiKeyVersion` of an imported connection, whose key Pulumi has never known. It is in users' states. */
export const IMPORTED = "imported";

/** What is wrong with a key and what would be right; the text never contains the key. */
export function keyProblem(key: string): string | undefined {
  if (key.trim() === "") return "must not be empty";
  if (/[\s\p{Cc}\p{Cs}]/u.test(key))
    return "must not contain whitespace, line breaks or control characters: a line break may have been copied with it";
  if (/\*{3}|•{3}|…/u.test(key)) return "is a masked value as the platform shows it: give the key itself";
  return undefined;
}

/** What is wrong with the name of an environment variable. */
export function variableNameProblem(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : "must be the name of an environment variable, not a key";
}

/** What is wrong with the environment variable that contains a key, or another value with a rule of its own. */
export function variableProblem(name: string, rule = keyProblem): string | undefined {
  const nameProblem = variableNameProblem(name);
  if (nameProblem !== undefined) return nameProblem;
  const key = environmentVariable(name);
  const shown = CAN_NOT_BE_A_KEY.test(name) ? name : "(its name is not shown, because it could be a key)";
  if (key === undefined) return `the environment variable ${shown} is not set where pulumi runs`;
  const problem = rule(key);
  return problem === undefined ? undefined : `the value of the environment variable ${shown} ${problem}`;
}

/** Upper-case words joined by underscores: safe to print, because keys don't look like this. */
const CAN_NOT_BE_A_KEY = /^(?=.*_|.{1,15}$)[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** The key to send, read now if it comes from the environment. */
export function declaredKey({ apiKey, apiKeyEnv }: Pick<Inputs, "apiKey" | "apiKeyEnv">): string {
  if (apiKeyEnv === undefined) return apiKey ?? "";
  const problem = variableProblem(apiKeyEnv);
  if (problem !== undefined) throw new PlainError(`apiKeyEnv: ${problem}`);
  return environmentVariable(apiKeyEnv) ?? "";
}

/** The key that inputs or state refer to, or an empty string. It isn't validated: callers hide it, compare it, or derive a name from it. */
export function keyIn({ apiKey, apiKeyEnv }: Pick<Comparable, "apiKey" | "apiKeyEnv">): string {
  if (typeof apiKey === "string" && apiKey !== UNKNOWN) return apiKey;
  return typeof apiKeyEnv === "string" ? (environmentVariable(apiKeyEnv) ?? "") : "";
}

/** Whether a connection was imported and its key or headers have not been sent since. A key that was sent has an id. */
export function isNeverSent(olds: Comparable): boolean {
  return olds.apiKeyVersion === IMPORTED && olds.apiKeyId === undefined;
}

/** What a change of the key's arguments requires: sending the key, updating state only, or nothing. */
export type KeyChange = "send" | "state only" | "none";

/** Compares state and inputs in either direction: a refresh passes them the other way round. */
export function keyChange(olds: Comparable, news: Comparable): KeyChange {
  if (olds.apiKeyDrift !== news.apiKeyDrift) return "send";
  const wasFromEnvironment = olds.apiKeyEnv !== undefined;
  const isFromEnvironment = news.apiKeyEnv !== undefined;
  if (wasFromEnvironment !== isFromEnvironment)
    return !isNeverSent(olds) && isSameKey(olds, news) ? "state only" : "send";
  if (!isFromEnvironment) return olds.apiKey === news.apiKey ? "none" : "send";
  if (olds.apiKeyVersion !== news.apiKeyVersion) return "send";
  return olds.apiKeyEnv === news.apiKeyEnv ? "none" : "state only";
}

/** Whether the variable on one side contains the key on the other side. */
function isSameKey(olds: Comparable, news: Comparable): boolean {
  const variable = olds.apiKeyEnv ?? news.apiKeyEnv;
  const key = olds.apiKey ?? news.apiKey;
  return (
    typeof key === "string" &&
    key !== UNKNOWN &&
    typeof variable === "string" &&
    environmentVariable(variable) === key
  );
}

/** The argument that a plan shows a key change at. */
export function keyProperty(olds: Comparable, news: Comparable): "apiKeyDrift" | "apiKeyVersion" | "apiKey" {
  if (olds.apiKeyDrift !== news.apiKeyDrift) return "apiKeyDrift";
  return news.apiKeyEnv !== undefined ? "apiKeyVersion" : "apiKey";
}
