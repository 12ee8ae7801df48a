// What one run of the benchmark has measured, as it is stored. A figure that was not measured is NaN.
import type { Cost } from "./measured.mts";
import type { RateLimit } from "./pressure.mts";
import { baselineOf, type Operation, type SubjectName } from "./subjects.mts";

/** One operation of one subject, run once. */
export interface Measurement extends Cost {
  readonly subject: SubjectName;
  readonly size: number;
  readonly operation: Operation;
  readonly requests: Readonly<Record<string, number>>;
  /** Bytes for each connection, after the operation. */
  readonly stateBytes: number;
}

/** What one run of a comparison measured. */
export interface Measured {
  readonly measuredOn: string;
  readonly machine: { readonly cores: number; readonly node: string; readonly platform: string };
  readonly measurements: readonly Measurement[];
}

export interface Report extends Measured {
  readonly languages: Measured;
  /** For each size the peak memory, in bytes, of our provider process while V8 collects garbage twice a second. */
  readonly collected: Readonly<Record<number, number>>;
  readonly rateLimits: readonly RateLimit[];
}

export type Place = Pick<Measurement, "subject" | "size" | "operation">;

/** All runs of an operation, in order. */
export function runsAt({ measurements }: Measured, { subject, size, operation }: Place): Measurement[] {
  return measurements.filter(
    (each) => each.subject === subject && each.size === size && each.operation === operation,
  );
}

/** The time as a ratio to the baseline of its comparison, measured in the same runs. */
export function toBaseline(report: Measured, place: Place, of = (run: Measurement) => run.seconds): number {
  const theirs = runsAt(report, { ...place, subject: baselineOf(place.subject) });
  // The ratio within each run: what slows the machine down during one run slows both sides, and cancels out.
  return median(
    runsAt(report, place).map((run, index) => {
      const other = theirs[index];
      return other === undefined ? NaN : of(run) / of(other);
    }),
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

export function sizesIn({ measurements }: Measured): number[] {
  return [...new Set(measurements.map(({ size }) => size))].toSorted((a, b) => a - b);
}

export function subjectsIn({ measurements }: Measured): SubjectName[] {
  return [...new Set(measurements.map(({ subject }) => subject))];
}
