/** A short id of credentials. Equal ones have equal ids, and an id doesn't reveal them. */
import { type Credentials, identityTextOf } from "./credentials";
import { slowHash } from "../slow-hash";

/** One salt for all connections, so that equal keys have equal ids. */
const SALT = "model-connections:apiKeyId";
const DIGITS = 6;

/** The id of a key, or of all headers together; undefined without any. It takes about 5 ms. */
export function idOf(credentials: Credentials): string | undefined {
  const text = identityTextOf(credentials);
  return text === "" ? undefined : slowHash(text, SALT, DIGITS);
}
