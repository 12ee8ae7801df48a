// The limits of `npm run bench -- --check`. Only ratios and counts, which are valid on any machine.
import { median, runsAt, toBaseline, type Measurement, type Report } from "./report.mts";
import { rotatedOf, type Operation, type SubjectName } from "./subjects.mts";

/** What doesn't depend on the machine at all. `npm test` enforces this too. */
export const budget = {
  stateTo: { "no-op": 0.4, "hand-written": 0.3 },
  /** For each connection that the operation is about. The list of a first up is counted separately. */
  requests: { "first up": 2, "no-change up": 0, refresh: 1, rotation: 2 },
  lists: 1,
} as const;

export interface Limit {
  readonly what: string;
  readonly most: number;
  /** Not a finite number if the report doesn't have it. */
  readonly of: (report: Report) => number;
}

/** decisions/0007 says why the limits of refresh and memory are what they are. */
export const limits: readonly Limit[] = [
  timeOf("first up", 100, 0.95),
  timeOf("first up", 1000, 0.75),
  timeOf("no-change up", 100, 0.95),
  timeOf("refresh", 100, 1.3),
  stateTo("no-op"),
  stateTo("hand-written"),
  requestsOf("first up", (size) => size),
  requestsOf("no-change up", (size) => size),
  requestsOf("refresh", (size) => size),
  requestsOf("rotation", rotatedOf),
  {
    what: "lists in a first up",
    most: budget.lists,
    of: (report) => mostOf(report, "first up", ({ requests }) => requests["GET list"] ?? 0),
  },
  {
    what: "growth of the provider process's peak memory from 1 connection to 1000, ours / no-op",
    most: 1.3,
    of: (report) => growth(report, "ours") / growth(report, "no-op"),
  },
  {
    what: "peak memory of the provider process that collects garbage twice a second, 1000 connections / 1",
    most: 1.5,
    of: ({ collected }) => (collected[1000] ?? NaN) / (collected[1] ?? NaN),
  },
  {
    what: "time on a platform with a rate limit / best possible time",
    most: 1.15,
    of: ({ rateLimits }) =>
      // On a slow machine the engine may never reach the limit, and the time then says nothing about it.
      Math.max(...rateLimits.filter(({ refused }) => refused > 0).map(({ took, best }) => took / best)),
  },
  languageOf("time of a first up", "first up", 0.5, ({ seconds }) => seconds),
  languageOf("time of a no-change up", "no-change up", 0.4, ({ seconds }) => seconds),
  languageOf("time of a refresh", "refresh", 0.75, ({ seconds }) => seconds),
  languageOf("peak memory of all processes in a first up", "first up", 0.6, ({ totalPeak }) => totalPeak),
];

/** One sentence for each limit that is broken or was not measured. */
export function brokenIn(report: Report): string[] {
  return limits.flatMap(({ what, most, of }) => {
    const found = of(report);
    if (!Number.isFinite(found)) return [`Not measured: ${what}. It may be ${most} at most.`];
    return found <= most ? [] : [`Too high: ${what}. It is ${found.toFixed(3)} and may be ${most} at most.`];
  });
}

function timeOf(operation: Operation, size: number, most: number): Limit {
  const of = (report: Report) => toBaseline(report, { subject: "ours", size, operation });
  return { what: `time of a ${operation} with ${size} connections, ours / no-op`, most, of };
}

function languageOf(
  what: string,
  operation: Operation,
  most: number,
  figure: (run: Measurement) => number,
): Limit {
  const place = { subject: "native YAML", size: 100, operation } as const;
  const of = ({ languages }: Report) => toBaseline(languages, place, figure);
  return { what: `${what} with 100 connections, native provider from YAML / ours from TypeScript`, most, of };
}

function stateTo(other: keyof typeof budget.stateTo): Limit {
  const bytes = (report: Report, subject: SubjectName) =>
    median(runsAt(report, { subject, size: 100, operation: "first up" }).map((run) => run.stateBytes));
  return {
    what: `state of a connection, ours / ${other}`,
    most: budget.stateTo[other],
    of: (report) => bytes(report, "ours") / bytes(report, other),
  };
}

function requestsOf(operation: keyof typeof budget.requests, connections: (size: number) => number): Limit {
  const perConnection = ({ requests, size }: Measurement) => {
    const sent = Object.entries(requests).filter(([kind]) => kind !== "GET list");
    return sent.reduce((sum, [, count]) => sum + count, 0) / connections(size);
  };
  return {
    what: `requests for each connection of a ${operation}`,
    most: budget.requests[operation],
    of: (report) => mostOf(report, operation, perConnection),
  };
}

function mostOf({ measurements }: Report, operation: Operation, count: (run: Measurement) => number): number {
  const ours = measurements.filter((each) => each.subject === "ours" && each.operation === operation);
  return Math.max(...ours.map(count));
}

function growth(report: Report, subject: SubjectName): number {
  const peak = (size: number) =>
    median(runsAt(report, { subject, size, operation: "first up" }).map((run) => run.providerPeak));
  return peak(1000) / peak(1);
}
