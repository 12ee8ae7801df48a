/** Check of the key's arguments: apiKey, or apiKeyEnv with apiKeyVersion. */
import { keyIn, keyProblem, shownTexts, variableNameProblem, variableProblem } from "./api-key";
import { Keys } from "../api/redact";
import { differenceOf } from "./diff";
import { type Inputs, type RawInputs, UNKNOWN } from "./properties";
import type { Session } from "./session";

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
  const key = keyIn(news);
  const keys = new Keys();
  keys.add(key);
  return [
    ...problems,
    ...shownKeys(olds, news, (text) => (key !== "" && text === key) || keys.areWholeIn(text)),
  ];
}

/** Problems that depend on the settings and on other resources: no known key belongs in an argument that is shown. */
export function keyProblemsWith(olds: RawInputs, inputs: Inputs, session: Session): string[] {
  const { checked, platform } = session;
  const { apiKey, keyRefusal } = platform.settings;
  checked.addKey(apiKey);
  const source = inputs.apiKeyEnv === undefined ? "apiKey" : "apiKeyEnv";
  const problems = shownKeys(olds, { ...inputs }, (text) => checked.hasKeyIn(text));
  if (source === "apiKeyEnv" && keyRefusal !== undefined) problems.push(`${source}: ${keyRefusal}`);
  if (checked.contain(keyIn(inputs)))
    problems.push(
      `${source}: an argument of another resource contains this key, and is shown and stored in plaintext; remove the key there`,
    );
  return problems;
}

/** What is in state already can't be taken back: an unchanged argument is accepted, and a test key can be part of a name. */
function shownKeys(olds: RawInputs, news: RawInputs, hasKey: (text: string) => boolean): string[] {
  return shownTexts(news)
    .filter(([name, text]) => name !== "provider" && olds[name] !== text && hasKey(text))
    .map(([name]) => `${name}: must not contain a key, because it is shown and stored in plaintext`);
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
