// Dates that someone sets: how they are written, and what is said about an invalid one.
import { z } from "zod";
import { describeProblems } from "./validation-errors";

/** A date and time with a time zone. The reference shows UTC with milliseconds. */
export const isoDate = z.iso.datetime({
  offset: true,
  error: "must be a date and time like 2024-01-15T10:30:00.000Z",
});

/** The body of the edit `dates`. */
export const connectionDates = z.strictObject({
  createdOn: isoDate.optional(),
  modifiedOn: isoDate.optional(),
});

/** The dates to set; an omitted one stays. */
export type ConnectionDates = z.output<typeof connectionDates>;

/** @throws Error that names every problem */
export function readDates(dates: ConnectionDates): ConnectionDates {
  const parsed = connectionDates.safeParse(dates);
  if (!parsed.success) throw new Error(`Could not set the dates: ${describeProblems(parsed.error)}.`);
  return parsed.data;
}
