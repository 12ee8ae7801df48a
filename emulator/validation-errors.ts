// Describes what is wrong with invalid input, without repeating any of its values.
import type { z } from "zod";

// A caller who mixes up names and values sends a key as a property name.
const plainName = /^[A-Za-z_]{1,24}$/;

/** The property name if it is safe to print, otherwise an asterisk. */
export const safeName = (name: string): string => (plainName.test(name) ? name : "*");

/** All problems in one line: "model: must not be empty; fields: unknown property foo". */
export function describeProblems(error: z.ZodError): string {
  const problems = error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === "string" ? safeName(part) : String(part)));
    const problem =
      issue.code === "unrecognized_keys"
        ? `unknown property ${issue.keys.map(safeName).join(", ")}`
        : issue.message;
    return path.length === 0 ? problem : `${path.join(".")}: ${problem}`;
  });
  return problems.join("; ");
}
