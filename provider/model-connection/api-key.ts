/** The connection's key: where it comes from, when it has to be sent, and what the platform shows of it. */
import { PlainError } from "../plain-error";
import { type Declared, type Stored, UNKNOWN } from "./properties";

/** What is wrong with a key and what would be right, never with the key itself. */
export function keyFault(key: string): string | undefined {
  if (key.trim() === "") return "must not be empty";
  if (/[\s\p{Cc}\p{Cs}]/u.test(key))
    return "must not hold blanks, line ends or control characters: perhaps a line end came with it";
  if (/\*{3}|•{3}|…/u.test(key)) return "is a masked value as the platform shows it: give the key itself";
  return undefined;
}

/** What is wrong with the name of an environment variable. */
export function variableNameFault(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : "must be the name of an environment variable, not a key";
}

/** What is wrong with the environment variable that holds a key. */
export function variableFault(name: string): string | undefined {
  const nameFault = variableNameFault(name);
  if (nameFault !== undefined) return nameFault;
  const key = variable(name);
  const shown = SURELY_NO_KEY.test(name) ? name : "of a name that is not shown, since it could be a key";
  if (key === undefined) return `names the environment variable ${shown}, which is not set where pulumi runs`;
  const fault = keyFault(key);
  return fault === undefined ? undefined : `names the environment variable ${shown}, whose value ${fault}`;
}

/** Words in capitals, as variables are named. */
const SURELY_NO_KEY = /^(?=.*_|.{1,15}$)[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/** The key to send; read at this moment when it comes from the environment. */
export function declaredKey(declared: Pick<Declared, "apiKey" | "apiKeyEnv">): string {
  if (declared.apiKeyEnv === undefined) return declared.apiKey ?? "";
  const fault = variableFault(declared.apiKeyEnv);
  if (fault !== undefined) throw new PlainError(`apiKeyEnv ${fault}`);
  return variable(declared.apiKeyEnv) ?? "";
}

/** `process.env` has a prototype: `constructor` is a name that it answers with a function. */
function variable(name: string): string | undefined {
  return Object.hasOwn(process.env, name) ? process.env[name] : undefined;
}

/** The key that a bag of any hook speaks of, or an empty text: to be hidden, so nothing is required of it. */
export function keyIn(bag: Readonly<Record<string, unknown>>): string {
  const { apiKey, apiKeyEnv } = bag;
  if (typeof apiKey === "string" && apiKey !== UNKNOWN) return apiKey;
  return typeof apiKeyEnv === "string" ? (variable(apiKeyEnv) ?? "") : "";
}

/** What a change of the key's arguments asks for: sending it, noting it in state, or nothing. */
export type KeyChange = "send" | "note" | "none";

/** Compares what is stored with what is declared, in either direction (a refresh hands them in the other way round). */
export function keyChange(olds: Stored, news: Declared): KeyChange {
  if (olds.apiKeyDrift !== news.apiKeyDrift) return "send";
  const oldMode = olds.apiKeyEnv !== undefined;
  const newMode = news.apiKeyEnv !== undefined;
  if (oldMode !== newMode) return sameAcrossModes(olds, news) ? "note" : "send";
  if (!newMode) return olds.apiKey === news.apiKey ? "none" : "send";
  if (olds.apiKeyVersion !== news.apiKeyVersion) return "send";
  return olds.apiKeyEnv === news.apiKeyEnv ? "none" : "note";
}

function sameAcrossModes(olds: Stored, news: Declared): boolean {
  const name = olds.apiKeyEnv ?? news.apiKeyEnv ?? "";
  const plain = olds.apiKey ?? news.apiKey;
  return plain !== undefined && plain !== UNKNOWN && variable(name) === plain;
}

/** The argument that a key change is shown at. */
export function keyProperty(olds: Stored, news: Declared): "apiKeyDrift" | "apiKeyVersion" | "apiKey" {
  if (olds.apiKeyDrift !== news.apiKeyDrift) return "apiKeyDrift";
  return news.apiKeyEnv !== undefined ? "apiKeyVersion" : "apiKey";
}

/**
 * The mask as it may be stored: a platform that answers with the key itself, or with no masking at all, must not bring
 * it into state.
 */
export function safeMask(mask: string | undefined, key: string | undefined): string | undefined {
  if (mask === undefined) return undefined;
  const shows = !/[*•…]/u.test(mask) || (key !== undefined && key !== "" && mask.includes(key));
  return shows ? "(shown unmasked by the platform, not stored)" : mask;
}

/** In words, whether the stored key was exchanged outside; undefined when nothing says so. */
export function keyDrift(
  before: Pick<Stored, "maskedApiKey" | "modifiedOn" | "apiKeyDrift">,
  now: Pick<Stored, "maskedApiKey" | "modifiedOn">,
  explained: boolean,
  watchModifiedOn: boolean,
): string | undefined {
  if (before.apiKeyDrift !== undefined) return before.apiKeyDrift;
  if (differ(before.maskedApiKey, now.maskedApiKey)) {
    return `exchanged outside Pulumi: the platform now shows ${now.maskedApiKey ?? "none"}`;
  }
  if (watchModifiedOn && !explained && differ(before.modifiedOn, now.modifiedOn)) {
    return `perhaps exchanged outside Pulumi: modifiedOn moved to ${now.modifiedOn ?? "none"} and no other change explains it`;
  }
  return undefined;
}

/** A value that was never seen before is a baseline, not a difference. */
function differ(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}
