/** Validates and normalises arguments: every fault of every argument at once, each in words that never hold a value. */
import { quoted } from "../printable";
import { keyFault, keyIn, variableFault, variableNameFault } from "./api-key";
import { FIELDS, type Field, IMMUTABLE_FIELDS, has, isModelProvider } from "./fields";
import { differenceOf } from "./diff";
import { autoName, isAutoNamed } from "./names";
import { type Declared, type Stored, UNKNOWN, defined } from "./properties";
import { suggestion } from "./suggestion";

type Bag = Readonly<Record<string, unknown>>;

const KEY_ARGUMENTS = ["apiKey", "apiKeyEnv", "apiKeyVersion"] as const;
const OTHER_ARGUMENTS = ["adopt", "deletionPolicy"] as const;
/** Everything that a program may give. */
export const ARGUMENTS: readonly string[] = [...IMMUTABLE_FIELDS, ...KEY_ARGUMENTS, ...OTHER_ARGUMENTS];
/** What the constructor adds, and the engine with ignoreChanges of the key. */
const INTERNAL = ["apiKeyDrift", "__provider", "__autoName"];

/** All faults of the arguments, each as "name: what is wrong and what would be right". */
export function faultsOf(olds: Bag, news: Bag): string[] {
  return [
    ...unknownArguments(news),
    ...IMMUTABLE_FIELDS.flatMap((name) => fieldFaults(name, news)),
    ...keyFaults(olds, news),
    ...adoptFaults(news),
    ...policyFaults(news),
    ...nameKeptFaults(olds, news),
  ];
}

/** The inputs as they go into state: the policy written out, the platform and the name added. */
export function normalised(olds: Bag, news: Bag, host: string): Declared {
  const known = Object.fromEntries(
    [...ARGUMENTS, "apiKeyDrift"].map((name) => [name, news[name] ?? undefined]),
  );
  const rest = { ...known, deletionPolicy: news["deletionPolicy"] ?? "retain", host };
  const explicit = news["connectionName"] ?? undefined;
  // ignoreChanges of connectionName hands the chosen name in as if it were the program's own.
  if (explicit !== undefined && !(isAutoNamed(olds) && explicit === olds["__name"])) {
    return defined(rest) as unknown as Declared;
  }
  const name = autoName(String(news["__autoName"]), olds, news);
  return defined({ ...rest, connectionName: name, __name: name, __auto: true }) as unknown as Declared;
}

/** A logical name is the user's, and may be no name that the platform takes. */
export function autoNameFault({ connectionName, ...inputs }: Declared): string | undefined {
  if (!isAutoNamed(inputs) || connectionName === UNKNOWN) return undefined;
  const fault = FIELDS.connectionName.fault(connectionName);
  return fault === undefined ? undefined : `the name made from the logical name ${fault}; give one`;
}

function unknownArguments(news: Bag): string[] {
  return Object.keys(news)
    .filter((name) => !ARGUMENTS.includes(name) && !INTERNAL.includes(name))
    .map((name) => `${quoted(name)} is no argument of ModelConnection${suggestion(name, ARGUMENTS)}`);
}

function fieldFaults(name: (typeof IMMUTABLE_FIELDS)[number], news: Bag): string[] {
  const value = news[name] ?? undefined;
  const provider = news["provider"];
  const row: Field = FIELDS[name];
  if (value === undefined) return missing(name, provider);
  if (value === UNKNOWN) return [];
  if (isModelProvider(provider) && !has(provider, name)) {
    return [
      `${name}: provider "${provider}" has no ${name}; it belongs to ${row.providers.map(quoted).join(", ")}`,
    ];
  }
  const fault = typeof value === "string" ? row.fault(value) : "must be a string";
  return fault === undefined ? [] : [`${name}: ${fault}`];
}

function missing(name: (typeof IMMUTABLE_FIELDS)[number], provider: unknown): string[] {
  if (name === "connectionName") return [];
  if (name === "provider") return [`provider: is missing; it ${FIELDS.provider.fault("") ?? ""}`];
  if (!isModelProvider(provider) || !has(provider, name)) return [];
  return [`${name}: is missing; provider "${provider}" needs it`];
}

function keyFaults(olds: Bag, news: Bag): string[] {
  const { apiKey, apiKeyEnv, apiKeyVersion } = news;
  if (apiKey != null && apiKeyEnv != null)
    return ["apiKeyEnv: can't stand beside apiKey; give one of the two"];
  if (apiKey == null && apiKeyEnv == null) {
    return [
      "apiKey: is missing; give the key, or apiKeyEnv with the name of an environment variable that holds it",
    ];
  }
  const faults =
    apiKey != null
      ? textFault("apiKey", apiKey, keyFault)
      : textFault("apiKeyEnv", apiKeyEnv, isToBeSent(olds, news) ? variableFault : variableNameFault);
  if (apiKeyEnv != null && apiKeyVersion == null) {
    faults.push(
      'apiKeyVersion: is missing; apiKeyEnv needs it, any string such as "1": a new one means "send the key again"',
    );
  }
  if (apiKey != null && apiKeyVersion != null)
    faults.push("apiKeyVersion: belongs to apiKeyEnv; apiKey needs none");
  if (apiKeyVersion != null) faults.push(...textFault("apiKeyVersion", apiKeyVersion, versionFault));
  // Both are shown, and stored in clear.
  const key = keyIn(news);
  for (const [name, value] of Object.entries({ apiKeyVersion, connectionName: news["connectionName"] }))
    if (key !== "" && value === key) faults.push(`${name}: must not be the key itself`);
  return faults;
}

/** Where nothing is sent the key need not be at hand. */
function isToBeSent(olds: Bag, news: Bag): boolean {
  if (Object.keys(olds).length === 0) return true;
  const connectionName = news["connectionName"] ?? olds["connectionName"];
  const { sendKey, replaces } = differenceOf(
    olds as unknown as Stored,
    { ...news, connectionName } as unknown as Declared,
  );
  return sendKey || replaces.length > 0;
}

function versionFault(value: string): string | undefined {
  return value.trim() === "" ? "must not be empty" : undefined;
}

function textFault(name: string, value: unknown, rule: (text: string) => string | undefined): string[] {
  if (value === UNKNOWN) return [];
  const fault = typeof value === "string" ? rule(value) : "must be a string";
  return fault === undefined ? [] : [`${name}: ${fault}`];
}

function adoptFaults({ adopt, connectionName }: Bag): string[] {
  if (adopt == null || adopt === UNKNOWN || adopt === false) return [];
  if (adopt !== true) return ["adopt: must be true or false"];
  return connectionName == null
    ? ["adopt: needs connectionName, the name of the connection to take over"]
    : [];
}

function policyFaults({ deletionPolicy, provider }: Bag): string[] {
  if (deletionPolicy == null || deletionPolicy === UNKNOWN || deletionPolicy === "retain") return [];
  if (deletionPolicy !== "scrub") return ['deletionPolicy: must be "retain" or "scrub"'];
  if (provider !== "API") return [];
  return [
    'deletionPolicy: "scrub" can\'t be done for provider "API", whose key the API never changes; use "retain"',
  ];
}

/** There is no DELETE, so a connection and its replacement can never have one name. */
function nameKeptFaults(olds: Bag, news: Bag): string[] {
  const name = news["connectionName"];
  if (typeof name !== "string" || name !== olds["connectionName"] || name === UNKNOWN) return [];
  const changed = differenceOf(olds as unknown as Stored, news as unknown as Declared).replaces;
  const known = changed.filter((argument) => news[argument] !== UNKNOWN);
  if (known.length === 0) return [];
  const what = `${known.join(", ")} can't be changed in place, so a new connection has to be made`;
  const kept = `${quoted(name)} is the name of the one being replaced, which stays`;
  return [`connectionName: ${what}, and ${kept}; choose another name in the same change`];
}
