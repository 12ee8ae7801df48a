/** A short id of the program's key, or of all headers together. It makes a rotation visible in a plan, and shows which connections share a key. */
import { credentialChange } from "./credential-change";
import { areCredentialsUnknown, credentialsIn } from "./credentials";
import { idOf } from "./credentials-id";
import { type RawInputs, UNKNOWN } from "./properties";

/**
 * The id of the declared key. It is computed for a new resource and for a new key only. A state of an earlier version gets
 * its first id with the next key, so that the new property alone never causes an update.
 */
export function apiKeyIdOf(olds: RawInputs, news: RawInputs): string | undefined {
  const isNew = Object.keys(olds).length === 0;
  if (!isNew && credentialChange(olds, news) !== "send") return olds["apiKeyId"] as string | undefined;
  return areCredentialsUnknown(news) ? UNKNOWN : idOf(credentialsIn(news));
}
