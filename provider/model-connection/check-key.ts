/** Check of the credentials' arguments: a key, or headers; and of other arguments that contain one of them. */
import { keyProblem, variableNameProblem, variableProblem } from "./api-key";
import { Keys } from "../api/redact";
import { headerProblems, versionValueProblems } from "./check-headers";
import { completed } from "./completed";
import { keysIn } from "./credentials";
import { HEADER_ARGUMENTS, KEY_ARGUMENTS, environmentArgument } from "./credential-arguments";
import { differenceOf } from "./diff";
import { argumentsOnlyOf, hasEndpoint } from "./form-of";
import { ENDPOINT_FORMS, isModelProvider } from "./forms";
import { type Inputs, type RawInputs, UNKNOWN } from "./properties";
import type { Session } from "./session";
import { newShownTexts } from "./shown-texts";

/** All problems of the credentials' arguments; the texts never contain one. */
export function keyProblems(olds: RawInputs, news: RawInputs): string[] {
  const problems = isEndpoint(news)
    ? headerProblems(news, isToBeSent(olds, news))
    : [...misplacedHeaders(news), ...problemsOfKey(olds, news)];
  if (problems.some(isConflict)) return problems;
  const secrets = keysIn(news);
  const keys = new Keys();
  for (const secret of secrets) keys.add(secret);
  return [...problems, ...shownKeys(olds, news, (text) => secrets.includes(text) || keys.areWholeIn(text))];
}

/** With a provider that is unknown or mistyped, other arguments show what is meant. */
function isEndpoint(news: RawInputs): boolean {
  const isMeant = !isModelProvider(news["provider"]) && argumentsOnlyOf(news, ENDPOINT_FORMS).length > 0;
  return hasEndpoint(news) || isMeant;
}

/** Without one source of the key, nothing can be compared with it. */
function isConflict(problem: string): boolean {
  return problem.startsWith("apiKeyEnv: conflicts") || problem.startsWith("apiKey: is missing");
}

function misplacedHeaders(news: RawInputs): string[] {
  const { provider } = news;
  if (!isModelProvider(provider)) return [];
  return HEADER_ARGUMENTS.filter((name) => news[name] != null).map(
    (name) => `${name}: is not an argument of provider "${provider}"; it belongs to "API"`,
  );
}

function problemsOfKey(olds: RawInputs, news: RawInputs): string[] {
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
  return [...problems, ...versionValueProblems(apiKeyVersion)];
}

/** Problems that depend on the settings and on other resources: no known key belongs in an argument that is shown. */
export function keyProblemsWith(olds: RawInputs, inputs: Inputs, session: Session): string[] {
  const { checked, platform } = session;
  const { apiKey, keyRefusal } = platform.settings;
  checked.addKey(apiKey);
  const given: RawInputs = { ...inputs };
  const sources = [...KEY_ARGUMENTS, ...HEADER_ARGUMENTS].filter((name) => given[name] !== undefined);
  const fromEnvironment = environmentArgument(given);
  const problems = shownKeys(olds, given, (text) => checked.hasKeyIn(text));
  if (fromEnvironment !== undefined && keyRefusal !== undefined)
    problems.push(`${fromEnvironment}: ${keyRefusal}`);
  if (keysIn(given).some((key) => checked.contain(key)))
    problems.push(
      `${sources.join(", ")}: an argument of another resource contains this key, and is shown and stored in plaintext; remove the key there`,
    );
  return problems;
}

/** What is in state already can't be taken back: an unchanged argument is accepted, and a test key can be part of a name. */
function shownKeys(olds: RawInputs, news: RawInputs, hasKey: (text: string) => boolean): string[] {
  const names = newShownTexts(olds, news)
    .filter(([, text]) => hasKey(text))
    .map(([name]) => name);
  return [...new Set(names)].map(
    (name) => `${name}: must not contain a key, because it is shown and stored in plaintext`,
  );
}

/** If nothing is sent, the key need not be available. */
function isToBeSent(olds: RawInputs, news: RawInputs): boolean {
  if (Object.keys(olds).length === 0) return true;
  const connectionName = news["connectionName"] ?? olds["connectionName"];
  const { sendKey, replaces } = differenceOf(olds, completed({ ...news, connectionName }));
  return sendKey || replaces.length > 0;
}

function textProblem(name: string, value: unknown, rule: (text: string) => string | undefined): string[] {
  if (value === UNKNOWN) return [];
  const problem = typeof value === "string" ? rule(value) : "must be a string";
  return problem === undefined ? [] : [`${name}: ${problem}`];
}
