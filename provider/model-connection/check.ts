/** Check: validates and normalises arguments. It reports every problem of every argument at once, never with a value. */
import { quoted } from "../printable";
import { shownName, suggestion } from "../suggestion";
import { apiKeyIdOf } from "./api-key-id";
import { isAutoNamed } from "./auto-name";
import { FIELDS, type Field, IMMUTABLE_FIELDS, type ImmutableField, has, isModelProvider } from "./fields";
import { keyProblems } from "./check-key";
import { differenceOf } from "./diff";
import type { Names } from "./names";
import { type Inputs, type RawInputs, UNKNOWN, defined } from "./properties";
import { statusProblems } from "./status";

const KEY_ARGUMENTS = ["apiKey", "apiKeyEnv", "apiKeyVersion"] as const;
const OTHER_ARGUMENTS = ["adopt", "deletionPolicy", "status"] as const;
/** Everything that a program may set. */
export const ARGUMENTS: readonly string[] = [...IMMUTABLE_FIELDS, ...KEY_ARGUMENTS, ...OTHER_ARGUMENTS];
/** Added by the constructor, or by the engine if changes of the key are ignored. */
const INTERNAL = ["apiKeyDrift", "__provider", "__autoName", "__providerName"];

/** Added by check itself. With ignoreChanges the engine passes what is in state as if it were the program's own. */
const ADDED = ["host", "apiKeyId", "__name", "__auto"];

/** All problems of the arguments, each as "name: what is wrong and what would be right". */
export function problemsOf(olds: RawInputs, news: RawInputs): string[] {
  const problems = [
    ...unknownArguments(olds, news),
    ...IMMUTABLE_FIELDS.flatMap((name) => fieldProblems(name, news)),
    ...keyProblems(olds, news),
    ...adoptProblems(news),
    ...policyProblems(news),
    ...statusProblems(news["status"]),
  ];
  // The last check quotes the name, and a name with a problem may contain a key.
  const isNameBad = problems.some((problem) => problem.startsWith("connectionName:"));
  return isNameBad ? problems : [...problems, ...keptNameProblems(olds, news)];
}

/** The inputs as they go into state: with the policy, the platform and the name filled in. */
export function normalised(olds: RawInputs, news: RawInputs, host: string, names: Names): Inputs {
  const known = Object.fromEntries(
    [...ARGUMENTS, "apiKeyDrift"].map((name) => [name, news[name] ?? undefined]),
  );
  const apiKeyId = apiKeyIdOf(olds, news);
  const rest = { ...known, deletionPolicy: news["deletionPolicy"] ?? "retain", host, apiKeyId };
  const explicit = news["connectionName"] ?? undefined;
  // With ignoreChanges of connectionName the engine passes the chosen name as if it were the program's own.
  const isOwnName = isAutoNamed(olds) && explicit === olds["__name"] && news["adopt"] !== true;
  if (explicit !== undefined && !isOwnName) return defined(rest) as Partial<Inputs> as Inputs;
  const before = Object.keys(olds).length === 0 ? undefined : olds;
  const name = names.choose(String(news["__autoName"]), before, news);
  return defined({ ...rest, connectionName: name, __name: name, __auto: true }) as Partial<Inputs> as Inputs;
}

function unknownArguments(olds: RawInputs, news: RawInputs): string[] {
  return Object.keys(news)
    .filter((name) => !ARGUMENTS.includes(name) && !INTERNAL.includes(name))
    .filter((name) => !(ADDED.includes(name) && news[name] === olds[name]))
    .map((name) => `${shownName(name)} is not an argument of ModelConnection${suggestion(name, ARGUMENTS)}`);
}

function fieldProblems(name: ImmutableField, news: RawInputs): string[] {
  const value = news[name] ?? undefined;
  const provider = news["provider"];
  const row: Field = FIELDS[name];
  if (value === undefined) return missing(name, provider);
  if (value === UNKNOWN) return [];
  if (isModelProvider(provider) && !has(provider, name)) {
    const owners = row.providers.map(quoted).join(", ");
    return [`${name}: is not an argument of provider "${provider}"; it belongs to ${owners}`];
  }
  const problem = typeof value === "string" ? row.problem(value) : "must be a string";
  return problem === undefined ? [] : [`${name}: ${problem}`];
}

function missing(name: ImmutableField, provider: unknown): string[] {
  if (name === "connectionName") return [];
  if (name === "provider") return [`provider: is missing; it ${FIELDS.provider.problem("") ?? ""}`];
  if (!isModelProvider(provider) || !has(provider, name)) return [];
  return [`${name}: is missing; provider "${provider}" requires it`];
}

function adoptProblems({ adopt, connectionName }: RawInputs): string[] {
  if (adopt == null || adopt === UNKNOWN || adopt === false) return [];
  if (adopt !== true) return ["adopt: must be true or false"];
  return connectionName == null
    ? ["adopt: requires connectionName, the name of the connection to adopt"]
    : [];
}

function policyProblems({ deletionPolicy, provider }: RawInputs): string[] {
  if (deletionPolicy == null || deletionPolicy === UNKNOWN || deletionPolicy === "retain") return [];
  if (deletionPolicy !== "scrub") return ['deletionPolicy: must be "retain" or "scrub"'];
  if (provider !== "API") return [];
  return [
    'deletionPolicy: "scrub" is not possible for provider "API", because the API can\'t change its key; use "retain"',
  ];
}

/** There is no DELETE, so a connection and its replacement can never have the same name. */
function keptNameProblems(olds: RawInputs, news: RawInputs): string[] {
  const name = news["connectionName"];
  if (typeof name !== "string" || name !== olds["connectionName"] || name === UNKNOWN) return [];
  const changed = differenceOf(olds, news).replaces.filter((argument) => news[argument] !== UNKNOWN);
  if (changed.length === 0) return [];
  return [
    `connectionName: ${changed.join(", ")} can't be changed in place, so a new connection must be created, ` +
      `and the old connection keeps the name ${quoted(name)}; choose another connectionName in the same change`,
  ];
}
