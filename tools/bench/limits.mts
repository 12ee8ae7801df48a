// The limits that `npm run bench -- --check` holds a report against. Ratios and counts alone: they hold on any machine.
import { medianAt, seriesAt, toFloor, type Report } from "./report.mts";
import { wasLimited } from "./scale.mts";
import { rotatedOf, type Operation, type SubjectName } from "./subject.mts";

/** What doesn't depend on the machine at all: `npm test` holds this too. */
export const budget = {
  stateTo: { floor: 0.4, "by hand": 0.3 },
  /** For each connection that the operation is about; the list of a first up is counted for itself. */
  requests: { "first up": 2, "no-change up": 0, refresh: 1, rotation: 2 },
  lists: 1,
} as const;

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
  // What loading an HTTP client and a hundred requests add: decision 7.
  timeToFloor("refresh", 100, 1.3),
  stateTo("floor"),
  stateTo("by hand"),
  requestsOf("first up", (size) => size),
  requestsOf("no-change up", (size) => size),
  requestsOf("refresh", (size) => size),
  requestsOf("rotation", rotatedOf),
  {
    what: "number of lists in a first up",
    most: budget.lists,
    of: (report) => largest(ours(report, "first up").map(({ requests }) => requests["GET list"] ?? 0)),
  },
  {
    // What V8 leaves uncollected is more than what is in use: decision 7.
    what: "peak memory of the provider process that collects twice a second, 1000 connections / 1",
    most: 1.5,
    of: (report) => quotient(collectedPeak(report, 1000), collectedPeak(report, 1)),
  },
  {
    what: "growth of the provider process's peak memory from 1 connection to 1000, ours / floor",
    most: 1.3,
    of: (report) => quotient(growth(report, "ours"), growth(report, "floor")),
  },
  {
    what: "time against a limit of requests a second / best possible",
    most: 1.15,
    of: ({ scale }) =>
      largest(scale?.rateLimits.filter(wasLimited).map(({ took, best }) => took / best) ?? []),
  },
];

/** One sentence for each limit that is broken, or that the report tells nothing about. */
export function brokenIn(report: Report, all: readonly Limit[] = limits): string[] {
  return all.flatMap(({ what, most, of }) => {
    const found = of(report);
    if (found === undefined) return [`The report doesn't tell the ${what}, which may be ${most} at most.`];
    return found <= most
      ? []
      : [`The ${what} is ${Math.round(found * 1000) / 1000}; it may be ${most} at most.`];
  });
}

function timeToFloor(operation: Operation, size: number, most: number): Limit {
  const of = (report: Report) => toFloor(report, { subject: "ours", size, operation });
  return { what: `time of a ${operation} at ${size}, ours / floor`, most, of };
}

function stateTo(other: keyof typeof budget.stateTo): Limit {
  const bytes = (report: Report, subject: SubjectName) =>
    seriesAt(report, { subject, size: 10, operation: "first up" })?.stateBytes;
  return {
    what: `state of a connection, ours / ${other}`,
    most: budget.stateTo[other],
    of: (report) => quotient(bytes(report, "ours"), bytes(report, other)),
  };
}

function requestsOf(operation: keyof typeof budget.requests, connections: (size: number) => number): Limit {
  return {
    what: `number of requests for each connection of a ${operation}`,
    most: budget.requests[operation],
    of: (report) =>
      largest(ours(report, operation).map(({ requests, size }) => withoutList(requests) / connections(size))),
  };
}

function withoutList(requests: Readonly<Record<string, number>>): number {
  return Object.entries(requests).reduce((sum, [name, sent]) => (name === "GET list" ? sum : sum + sent), 0);
}

function growth(report: Report, subject: SubjectName): number | undefined {
  const peak = (size: number) => medianAt(report, { subject, size, operation: "first up" }, "providerPeak");
  return quotient(peak(1000), peak(1));
}

function collectedPeak({ scale }: Report, size: number): number | undefined {
  return scale?.memory.find((each) => each.subject === "ours" && each.size === size)?.providerPeak;
}

function ours(report: Report, operation: Operation) {
  return report.series.filter((each) => each.subject === "ours" && each.operation === operation);
}

function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function quotient(of: number | undefined, to: number | undefined): number | undefined {
  return of === undefined || to === undefined ? undefined : of / to;
}
