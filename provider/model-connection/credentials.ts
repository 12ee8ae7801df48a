/**
 * What a connection authenticates with: its key, or the headers of its endpoint. What is sent, what is hidden, what
 * identifies it, and what a platform's masks say about it.
 */
import {
  type Header,
  credentialParts,
  isCredential,
  isSearchable,
  maskContradicts,
  valueContradicts,
} from "../api/headers";
import type { ConnectionRecord } from "../api/records";
import { declaredKey, keyIn } from "./api-key";
import { hasEndpoint } from "./form-of";
import { headerOf, headerSources, headersToSend } from "./header-sources";
import type { Inputs, RawInputs } from "./properties";
import { hasUnknown } from "./unknown";

/** A key, or headers. */
export type Credentials = string | readonly Header[];

/** What is sent: read now from the environment where an argument says so. */
export function declaredCredentials(inputs: Inputs): Credentials {
  return hasEndpoint(inputs) ? headersToSend({ ...inputs }) : declaredKey(inputs);
}

/** What inputs or state refer to, as far as it is known. It isn't validated: callers hide it, compare it, or derive a name from it. */
export function credentialsIn(given: RawInputs): Credentials {
  return hasEndpoint(given) ? headersIn(given) : keyIn(given);
}

/** What must not be in an argument that is shown: a key, and each header that is certainly a credential. Both kinds are searched: a program can mix them up. */
export function keysIn(given: RawInputs): string[] {
  const certain = headerSources(given).flatMap((source) => {
    // The prefix of a variable is shown.
    if ("env" in source) return [headerOf({ ...source, prefix: "" })];
    return [headerOf(source)].filter(isCredential);
  });
  const key = keyIn(given);
  return [...(key === "" ? [] : [key]), ...certain.flatMap(credentialParts).filter(isSearchable)];
}

/** The credentials as one text: equal for equal ones, empty without any. */
export function identityTextOf(credentials: Credentials): string {
  if (typeof credentials === "string") return credentials;
  const pairs = credentials.map(({ key, value }) => [key.toLowerCase(), value]);
  return pairs.length === 0 ? "" : JSON.stringify(pairs);
}

/** Whether the credentials depend on something that isn't known yet. */
export function areCredentialsUnknown(given: RawInputs): boolean {
  const { apiKey, apiKeyEnv, headers, headersEnv } = given;
  return [apiKey, apiKeyEnv, headers, headersEnv].some(hasUnknown);
}

/** Why the credentials of a connection can't be the declared ones, as far as the platform shows them; undefined if they can. */
export function contradiction(record: ConnectionRecord, declared: RawInputs): string | undefined {
  const credentials = credentialsIn(declared);
  if (typeof credentials === "string")
    return maskContradicts(record.fields.API_KEY, credentials)
      ? "its key is another one, as its mask shows"
      : undefined;
  const shown = new Map(record.headers?.map(({ key, value }) => [key.toLowerCase(), value]));
  const isOther = ({ key, value }: Header) => {
    const live = shown.get(key.toLowerCase());
    return live !== undefined && valueContradicts(live, value);
  };
  return credentials.some(isOther) ? "its headers are others, as the platform shows them" : undefined;
}

/** The headers as far as they are known. */
export function headersIn(given: RawInputs): Header[] {
  return headerSources(given)
    .map(headerOf)
    .filter(({ value }) => value !== "");
}
