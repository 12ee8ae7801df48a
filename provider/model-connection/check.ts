/** Check: validates and normalises arguments. It reports every problem of every argument at once, never with a value. */
import { quoted } from "../printable";
import { shownName, suggestion } from "../suggestion";
import { apiKeyIdOf } from "./api-key-id";
import { isAutoNamed } from "./auto-name";
import { fieldProblems, formProblems } from "./check-fields";
import { keyProblems } from "./check-key";
import { completed } from "./completed";
import { CREDENTIAL_ARGUMENTS } from "./credential-arguments";
import { differenceOf } from "./diff";
import { FIELD_NAMES } from "./fields";
import { formOf } from "./form-of";
import { isHiddenIn } from "./live-value";
import type { Names } from "./names";
import { type Inputs, type RawInputs, UNKNOWN, defined } from "./properties";
import { statusProblems } from "./status";

const CREDENTIALS = [...CREDENTIAL_ARGUMENTS.map(([name]) => name), "apiKeyVersion"];
const OTHER_ARGUMENTS = ["adopt", "deletionPolicy", "status"] as const;
/** Everything that a program may set. */
export const ARGUMENTS: readonly string[] = [...FIELD_NAMES, ...CREDENTIALS, ...OTHER_ARGUMENTS];
/** Added by the constructor. */
const INTERNAL = ["__provider", "__autoName", "__providerName", "__ignoresKey"];

/** Added by check itself or by read. With ignoreChanges the engine passes what is in state as if it were the program's own. */
const ADDED = ["host", "apiKeyId", "apiKeyDrift", "__name", "__auto"];

/** All problems of the arguments, each as "name: what is wrong and what would be right". */
export function problemsOf(olds: RawInputs, news: RawInputs): string[] {
  const hidden = ARGUMENTS.filter((name) => isHiddenIn(news[name]));
  const problems = [
    ...unknownArguments(olds, news),
    ...hidden.map((name) => `${name}: ${HIDDEN_PROBLEM}`),
    ...FIELD_NAMES.filter((name) => !hidden.includes(name)).flatMap((name) => fieldProblems(name, news)),
    ...formProblems(news),
    ...keyProblems(olds, news),
    ...adoptProblems(news),
    ...policyProblems(news),
    ...statusProblems(news["status"]),
  ];
  // The last check quotes the name, and a name with a problem may contain a key.
  const isNameBad = problems.some((problem) => problem.startsWith("connectionName:"));
  return isNameBad ? problems : [...problems, ...keptNameProblems(olds, news)];
}

/** A value that was copied from a state or a refresh, or that ignoreChanges takes from there. */
const HIDDEN_PROBLEM =
  "contains the text that takes the place of a hidden value; give the value itself, without ignoreChanges for it";

/** The inputs as they go into state: with the policy, the platform and the name filled in. */
export function normalised(olds: RawInputs, news: RawInputs, host: string, names: Names): Inputs {
  const all = completed(news);
  const known = Object.fromEntries(
    [...ARGUMENTS, "apiKeyDrift"].map((name) => [name, all[name] ?? undefined]),
  );
  const apiKeyId = apiKeyIdOf(olds, news);
  const deletionPolicy = news["deletionPolicy"] ?? "retain";
  const rest = { ...known, deletionPolicy, host, apiKeyId, __ignoresKey: ignoresKey(news) || undefined };
  const explicit = news["connectionName"] ?? undefined;
  // With ignoreChanges of connectionName the engine passes the chosen name as if it were the program's own.
  const isOwnName = isAutoNamed(olds) && explicit === olds["__name"] && news["adopt"] !== true;
  if (explicit !== undefined && !isOwnName) return defined(rest) as Partial<Inputs> as Inputs;
  const before = Object.keys(olds).length === 0 ? undefined : olds;
  const name = names.choose(String(news["__autoName"]), before, all);
  return defined({ ...rest, connectionName: name, __name: name, __auto: true }) as Partial<Inputs> as Inputs;
}

/** With ignoreChanges of everything, the engine also drops what the constructor adds. */
function ignoresKey(news: RawInputs): boolean {
  return news["__ignoresKey"] === true || news["__autoName"] === undefined;
}

function unknownArguments(olds: RawInputs, news: RawInputs): string[] {
  return Object.keys(news)
    .filter((name) => !ARGUMENTS.includes(name) && !INTERNAL.includes(name))
    .filter((name) => !(ADDED.includes(name) && news[name] === olds[name]))
    .map((name) => `${shownName(name)} is not an argument of ModelConnection${suggestion(name, ARGUMENTS)}`);
}

function adoptProblems({ adopt, connectionName }: RawInputs): string[] {
  if (adopt == null || adopt === UNKNOWN || adopt === false) return [];
  if (adopt !== true) return ["adopt: must be true or false"];
  return connectionName == null
    ? ["adopt: requires connectionName, the name of the connection to adopt"]
    : [];
}

function policyProblems(news: RawInputs): string[] {
  const { deletionPolicy } = news;
  if (deletionPolicy == null || deletionPolicy === UNKNOWN || deletionPolicy === "retain") return [];
  if (deletionPolicy !== "scrub") return ['deletionPolicy: must be "retain" or "scrub"'];
  if (formOf(news) !== "API") return [];
  return [
    'deletionPolicy: "scrub" is not possible for provider "API" with baseUrl, because the API can\'t change its key; use "retain"',
  ];
}

/** There is no DELETE, so a connection and its replacement can never have the same name. */
function keptNameProblems(olds: RawInputs, news: RawInputs): string[] {
  const name = news["connectionName"];
  if (typeof name !== "string" || name !== olds["connectionName"] || name === UNKNOWN) return [];
  const changed = differenceOf(olds, completed(news)).replaces.filter(
    (argument) => news[argument] !== UNKNOWN,
  );
  if (changed.length === 0) return [];
  return [
    `connectionName: ${changed.join(", ")} can't be changed in place, so a new connection must be created, ` +
      `and the old connection keeps the name ${quoted(name)}; choose another connectionName in the same change`,
  ];
}
