// A text in a request: not empty, and not longer than any real one.
import { z } from "zod";

/** The schema of a text. */
export const text = z
  .string("must be a string")
  .regex(/\S/, "must not be empty")
  .max(4_096, "must not be longer than 4,096 characters");
