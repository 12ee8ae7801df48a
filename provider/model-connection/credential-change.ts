/** What a change of the credentials' arguments requires. */
import { environmentVariable } from "../environment";
import { sameJson } from "../json";
import { type KeyChange, isNeverSent, keyChange, keyProperty } from "./api-key";
import { credentialsIn } from "./credentials";
import { idOf } from "./credentials-id";
import { hasEndpoint } from "./form-of";
import { type HeaderSource, entriesOf, headerOf, headerSources } from "./header-sources";
import type { Comparable } from "./properties";
import { hasUnknown } from "./unknown";

/** The arguments that name variables, and say when their values are new. */
const VARIABLES = ["apiKeyEnv", "headersEnv", "apiKeyVersion"] as const;

/** Compares state and inputs in either direction: a refresh passes them the other way round. */
export function credentialChange(olds: Comparable, news: Comparable): KeyChange {
  if (isOnlyNotInState(olds, news)) return "state only";
  const change = hasEndpoint(olds) && hasEndpoint(news) ? headersChange(olds, news) : keyChange(olds, news);
  return change === "state only" && hasOtherSource(olds, news) && !isSent(olds, news) ? "send" : change;
}

/** Whether a value takes the place of a variable, or the other way round. */
function hasOtherSource(olds: Comparable, news: Comparable): boolean {
  return !sameJson(givenByVariables(olds), givenByVariables(news));
}

/** Whether the key is, and which headers are. */
function givenByVariables({ apiKeyEnv, headersEnv }: Comparable) {
  const headers = entriesOf(headersEnv).map(([name]) => name);
  return [apiKeyEnv !== undefined, ...headers.sort()];
}

/**
 * Whether the declared credentials are the ones that were sent last. The value of a variable may have changed since then,
 * so only the id tells. A state of an earlier version has no id.
 */
function isSent({ apiKeyId }: Comparable, news: Comparable): boolean {
  return apiKeyId === undefined || apiKeyId === idOf(credentialsIn({ ...news }));
}

/**
 * In a stack that moves from the native provider, state has the id of the key but not the key (decisions/0014). The program
 * may give the same key in another way now.
 */
function isOnlyNotInState(olds: Comparable, news: Comparable): boolean {
  const isInState = (olds.apiKey ?? olds.headers) !== undefined;
  const isSameKey = olds.apiKeyId !== undefined && olds.apiKeyId === news.apiKeyId;
  if (isInState || !isSameKey || olds.apiKeyDrift !== news.apiKeyDrift) return false;
  const isValue = (news.apiKey ?? news.headers) !== undefined;
  return isFromVariables(olds)
    ? isValue && isFromSameVariables(olds, news)
    : isValue || isFromVariables(news);
}

function isFromVariables({ apiKeyEnv, headersEnv }: Comparable): boolean {
  return (apiKeyEnv ?? headersEnv) !== undefined;
}

function isFromSameVariables(olds: Comparable, news: Comparable): boolean {
  return VARIABLES.every((name) => sameJson(olds[name], news[name]));
}

/** The argument that a plan shows the change at. */
export function credentialProperty(olds: Comparable, news: Comparable): string {
  return keyProperty(olds, news);
}

/** The complete list is sent if any name, value or version differs. */
function headersChange(olds: Comparable, news: Comparable): KeyChange {
  if (olds.apiKeyDrift !== news.apiKeyDrift) return "send";
  const isSame =
    sameJson(olds.headers ?? {}, news.headers ?? {}) &&
    sameJson(olds.headersEnv ?? {}, news.headersEnv ?? {});
  const areKnown = ![olds.headers, news.headers, olds.headersEnv, news.headersEnv].some(hasUnknown);
  if (!isSame && !areKnown) return "send";
  const isOtherVersion = olds.apiKeyVersion !== news.apiKeyVersion;
  if (isOtherVersion && olds.headersEnv != null && news.headersEnv != null) return "send";
  const [before, after] = [byName(olds), byName(news)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changes = names.map((name) => sourceChange(before.get(name), after.get(name), !isNeverSent(olds)));
  if (changes.includes("send")) return "send";
  return isSame && !isOtherVersion ? "none" : "state only";
}

function byName(given: Comparable): Map<string, HeaderSource> {
  return new Map(headerSources({ ...given }).map((source) => [source.name, source]));
}

/** @param wasSent whether the platform has got the headers from Pulumi */
function sourceChange(
  before: HeaderSource | undefined,
  after: HeaderSource | undefined,
  wasSent: boolean,
): KeyChange {
  if (before === undefined || after === undefined) return "send";
  if ("env" in before && "env" in after) {
    if (before.prefix !== after.prefix) return "send";
    return before.env === after.env ? "none" : "state only";
  }
  if ("env" in before && !wasSent) return "send";
  // Between a value and a variable, only the value of the variable tells.
  const isSet = [before, after].every(
    (each) => "value" in each || environmentVariable(each.env) !== undefined,
  );
  if (!isSet || headerOf(before).value !== headerOf(after).value) return "send";
  return "value" in before && "value" in after ? "none" : "state only";
}
