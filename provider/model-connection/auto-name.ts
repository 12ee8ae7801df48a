/** Auto-names: `<logical name>-<7 hex>`. An interrupted create derives the same name again; another key or other arguments give another name (decisions/0002). */
import { canonicalJson } from "../json";
import { credentialChange } from "./credential-change";
import { areCredentialsUnknown, credentialsIn, identityTextOf } from "./credentials";
import { FIELD_NAMES } from "./fields";
import { fieldsOf, identifies } from "./fields-of-form";
import { formOf } from "./form-of";
import { isEndpointForm } from "./forms";
import { type RawInputs, UNKNOWN } from "./properties";
import { hasUnknown } from "./unknown";
import { slowHash } from "../slow-hash";

/** What check adds to the logical name, and create to that when the name is already in use. */
const SUFFIX = "-[0-9a-f]{7}(-\\d+)?$";

/** Whether check chose the name. */
export function isAutoNamed(inputs: { readonly __auto?: unknown }): boolean {
  return inputs.__auto === true;
}

/** Whether a name could be an auto-name of a logical name, numbered or not. */
export function hasAutoNameOf(name: string, logicalName: string): boolean {
  return name.startsWith(logicalName) && new RegExp(`^${SUFFIX}`).test(name.slice(logicalName.length));
}

/** The logical name that an auto-name was derived from. */
export function logicalNameIn(name: string): string {
  return name.replace(new RegExp(SUFFIX), "");
}

/** The next name to try when a name is already in use: `…-2`, `…-3`. */
export function numbered(name: string, attempt: number): string {
  return attempt === 1 ? name : `${name}-${attempt}`;
}

/**
 * The identity of a connection, as text: the fields that the API can't change, and the key for provider "API". Where
 * PATCH changes everything else, the form takes the place of the key.
 */
export function identityOf(inputs: RawInputs): string {
  const fields = FIELD_NAMES.filter(identifies).map((field) => inputs[field] ?? null);
  const { apiKey, apiKeyVersion, apiKeyDrift } = inputs;
  const form = formOf(inputs);
  const key = form === "API" ? [apiKeyVersion ?? apiKey ?? null, apiKeyDrift ?? null] : [];
  return JSON.stringify([...fields, ...key, ...(isEndpointForm(form) ? [form] : [])]);
}

/**
 * The name in state, if it stays: while the identity is the same, whatever the seed says, so that an alias or another
 * parent changes nothing. An explicit name that adopted a connection of this resource continues as an auto-name when
 * the program no longer sets it.
 */
export function nameToKeep(seed: string, olds: RawInputs, news: RawInputs): string | undefined {
  const name = String(olds["__name"] ?? olds["connectionName"]);
  const own = isAutoNamed(olds) || hasAutoNameOf(name, logicalNameOf(seed));
  const same = identityOf(olds) === identityOf(news) || onlyKeySourceDiffers(olds, news);
  return own && same ? name : undefined;
}

/** `apiKey` became `apiKeyEnv`, or the other way round, and the key is the same: the connection stays. */
function onlyKeySourceDiffers(olds: RawInputs, news: RawInputs): boolean {
  const { apiKey, apiKeyVersion } = olds;
  return (
    identityOf({ ...news, apiKey, apiKeyVersion }) === identityOf(olds) &&
    credentialChange(olds, news) === "state only"
  );
}

/**
 * A new name, derived from the seed, the identity and the key. If this is the name in state again, its connection was
 * changed outside Pulumi. The new name is then also derived from the name in state.
 */
export function deriveName(seed: string, news: RawInputs, nameInState: unknown): string {
  if (areCredentialsUnknown(news) || hasUnknown(changeable(news))) return UNKNOWN;
  const identity = [identityOf(news), ...changeable(news).map(canonicalJson)];
  const key = identityTextOf(credentialsIn(news));
  const derive = (before: unknown) =>
    `${logicalNameOf(seed)}-${slowHash(JSON.stringify([...identity, key, before]), seed, 7)}`;
  const first = derive(null);
  return first === nameInState ? derive(first) : first;
}

/**
 * What an interrupted create of an endpoint must have sent too, because the platform may not show it. It doesn't identify
 * the connection: a change keeps the name.
 */
function changeable(news: RawInputs): unknown[] {
  const form = formOf(news);
  if (!isEndpointForm(form)) return [];
  const names = fieldsOf(form).filter((name) => name !== "connectionName" && !identifies(name));
  return names.map((name) => news[name] ?? null);
}

/** The logical name of the resource that has a seed. */
export function logicalNameOf(seed: string): string {
  return seed.slice(seed.indexOf(":") + 1);
}
