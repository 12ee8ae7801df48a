// A made-up report: what each subject needs for each operation, by size.
import type { Measured, Measurement, Report } from "../../../tools/bench/report.mts";
import { comparisons, operations, type SubjectName } from "../../../tools/bench/subjects.mts";

const mebibyte = 1024 * 1024;

const WHEN = { measuredOn: "2026-01-31", machine: { cores: 2, node: "24.0.0", platform: "linux" } };

/** Ours needs `seconds`. The other subjects need 10 seconds. */
export function reportWith(seconds: number, changes: Partial<Measurement> = {}): Report {
  return {
    ...WHEN,
    measurements: [1, 100, 1000].flatMap((size) => [
      ...measured("ours", size, { seconds, stateBytes: 2_000, ...changes }),
      ...measured("no-op", size),
      ...measured("hand-written", size),
    ]),
    languages: languagesWith({ seconds: 4, totalPeak: 50 * mebibyte }),
    collected: { 1: 100 * mebibyte, 1000: 140 * mebibyte },
    rateLimits: [{ creates: 60, requestsPerSecond: 10, refused: 9, took: 11.5, best: 11 }],
  };
}

/** The native provider from YAML has these figures. The other subjects need 10 seconds and 100 MiB. */
export function languagesWith(changes: Partial<Measurement>): Measured {
  const measurements = comparisons.languages.subjects.flatMap((subject) =>
    measured(subject, 100, subject === "native YAML" ? changes : {}),
  );
  return { ...WHEN, measurements };
}

function measured(subject: SubjectName, size: number, changes: Partial<Measurement> = {}): Measurement[] {
  const figures = {
    seconds: 10,
    providerPeak: 100 * mebibyte,
    totalPeak: 100 * mebibyte,
    stateBytes: 10_000,
  };
  return operations.map((operation) => ({ subject, size, operation, requests: {}, ...figures, ...changes }));
}
