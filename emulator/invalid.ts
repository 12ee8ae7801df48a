// Says what is wrong with somebody's input without ever repeating a value of it.
import type { z } from "zod";

// Whoever mixes up names and values sends a key as a property name.
const plainName = /^[A-Za-z_]{1,24}$/;

/** A property name that is safe to write down, or a star. */
export const safeName = (name: string): string => (plainName.test(name) ? name : "*");

/** "model: must not be empty; fields: unknown property foo". */
export function explain(error: z.ZodError): string {
  const faults = error.issues.map((issue) => {
    const place = issue.path.map((part) => (typeof part === "string" ? safeName(part) : String(part)));
    const reason =
      issue.code === "unrecognized_keys"
        ? `unknown property ${issue.keys.map(safeName).join(", ")}`
        : issue.message;
    return place.length === 0 ? reason : `${place.join(".")}: ${reason}`;
  });
  return faults.join("; ");
}
