/** Check of the key's arguments: apiKey, or apiKeyEnv with apiKeyVersion. */
import { keyIn, keyProblem, variableNameProblem, variableProblem } from "./api-key";
import { differenceOf } from "./diff";
import { type RawInputs, UNKNOWN } from "./properties";

/** All problems of the key's arguments; the texts never contain the key. */
export function keyProblems(olds: RawInputs, news: RawInputs): string[] {
  const { apiKey, apiKeyEnv, apiKeyVersion } = news;
  if (apiKey != null && apiKeyEnv != null) return ["apiKeyEnv: conflicts with apiKey; give one of the two"];
  if (apiKey == null && apiKeyEnv == null) {
    return [
      "apiKey: is missing; give the key, or apiKeyEnv with the name of an environment variable that contains it",
    ];
  }
  const problems =
    apiKey != null
      ? textProblem("apiKey", apiKey, keyProblem)
      : textProblem("apiKeyEnv", apiKeyEnv, isToBeSent(olds, news) ? variableProblem : variableNameProblem);
  if (apiKeyEnv != null && apiKeyVersion == null) {
    problems.push(
      'apiKeyVersion: is missing; apiKeyEnv requires it. Give any string, such as "1"; a new value means "send the key again"',
    );
  }
  if (apiKey != null && apiKeyVersion != null)
    problems.push("apiKeyVersion: belongs to apiKeyEnv; remove it, because apiKey doesn't need it");
  if (apiKeyVersion != null) problems.push(...textProblem("apiKeyVersion", apiKeyVersion, versionProblem));
  return [...problems, ...shownKeyProblems(news)];
}

/** These arguments are shown, and stored in plaintext. */
function shownKeyProblems(news: RawInputs): string[] {
  const key = keyIn(news);
  return ["apiKeyVersion", "connectionName"]
    .filter((name) => key !== "" && news[name] === key)
    .map((name) => `${name}: must not be the key itself`);
}

/** If nothing is sent, the key need not be available. */
function isToBeSent(olds: RawInputs, news: RawInputs): boolean {
  if (Object.keys(olds).length === 0) return true;
  const connectionName = news["connectionName"] ?? olds["connectionName"];
  const { sendKey, replaces } = differenceOf(olds, { ...news, connectionName });
  return sendKey || replaces.length > 0;
}

function versionProblem(value: string): string | undefined {
  return value.trim() === "" ? "must not be empty" : undefined;
}

function textProblem(name: string, value: unknown, rule: (text: string) => string | undefined): string[] {
  if (value === UNKNOWN) return [];
  const problem = typeof value === "string" ? rule(value) : "must be a string";
  return problem === undefined ? [] : [`${name}: ${problem}`];
}
