// The limits that `npm run bench -- --check` holds a report against. Ratios and counts alone: they hold on any machine.
import { medianAt, seriesAt, toFloor, type Report } from "./report.mts";
import { rotatedOf, type Operation } from "./subject.mts";

export interface Limit {
  readonly what: string;
  readonly most: number;
  /** Undefined where the report doesn't tell. */
  readonly of: (report: Report) => number | undefined;
}

export const limits: readonly Limit[] = [
  timeToFloor("first up", 100, 0.95),
  timeToFloor("first up", 1000, 0.75),
  timeToFloor("no-change up", 100, 0.95),
  timeToFloor("refresh", 100, 1.15),
  { what: "state of a connection, ours / floor", most: 0.4, of: (report) => stateTo(report, "floor") },
  { what: "state of a connection, ours / by hand", most: 0.3, of: (report) => stateTo(report, "by hand") },
  requestsOf("first up", "for a create, beside one list", 2, (size) => size, ["GET list"]),
  requestsOf("no-change up", "of an up that changes nothing", 0, () => 1),
  requestsOf("refresh", "for a refreshed connection", 1, (size) => size),
  requestsOf("rotation", "for a rotated key", 2, rotatedOf),
  {
    what: "lists in a first up",
    most: 1,
    of: (report) => most(ours(report, "first up").map(({ requests }) => requests["GET list"] ?? 0)),
  },
  {
    what: "peak memory of the provider process, 1000 connections / 1",
    most: 1.5,
    of: (report) => {
      const peak = (size: number) =>
        medianAt(report, { subject: "ours", size, operation: "first up" }, "providerPeak");
      return quotient(peak(1000), peak(1));
    },
  },
  {
    what: "time against a limit of 50 requests/s / best possible, 200 creates",
    most: 1.15,
    of: ({ scale }) => quotient(scale?.rateLimit.took, scale?.rateLimit.best),
  },
];

/** One sentence for each limit that is broken, or that the report tells nothing about. */
export function brokenIn(report: Report, all: readonly Limit[] = limits): string[] {
  return all.flatMap(({ what, most, of }) => {
    const found = of(report);
    if (found === undefined) return [`The report doesn't tell the ${what}, which may be ${most} at most.`];
    return found <= most ? [] : [`The ${what} is ${shown(found)}; it may be ${most} at most.`];
  });
}

function timeToFloor(operation: Operation, size: number, most: number): Limit {
  const of = (report: Report) => toFloor(report, { subject: "ours", size, operation });
  return { what: `time of ${operation} at ${size}, ours / floor`, most, of };
}

function stateTo(report: Report, other: "floor" | "by hand"): number | undefined {
  const bytes = (subject: "ours" | "floor" | "by hand") =>
    seriesAt(report, { subject, size: 10, operation: "first up" })?.stateBytes;
  return quotient(bytes("ours"), bytes(other));
}

function requestsOf(
  operation: Operation,
  what: string,
  limit: number,
  by: (size: number) => number,
  without: readonly string[] = [],
): Limit {
  const count = (requests: Readonly<Record<string, number>>) =>
    Object.entries(requests)
      .filter(([name]) => !without.includes(name))
      .reduce((sum, [, sent]) => sum + sent, 0);
  return {
    what: `number of requests ${what}`,
    most: limit,
    of: (report) => most(ours(report, operation).map(({ requests, size }) => count(requests) / by(size))),
  };
}

function ours(report: Report, operation: Operation) {
  return report.series.filter((each) => each.subject === "ours" && each.operation === operation);
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function quotient(of: number | undefined, to: number | undefined): number | undefined {
  return of === undefined || to === undefined ? undefined : of / to;
}

function shown(value: number): string {
  return String(Math.round(value * 100) / 100);
}
