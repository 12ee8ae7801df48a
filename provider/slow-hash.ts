/** A hash for text that is derived from a key and that other people see. */
import { scryptSync } from "node:crypto";

/** The first digits of the hash, in hex. Slow on purpose (about 5 ms): it must be expensive to find a key by trying many. */
export function slowHash(text: string, salt: string, digits: number): string {
  return scryptSync(text, salt, 4, { N: 2048, r: 8, p: 1 }).toString("hex").slice(0, digits);
}
