// A made-up report: what each subject needs for each operation, by size.
import type { Measurement, Report } from "../../../tools/bench/report.mts";
import { operations, type SubjectName } from "../../../tools/bench/subjects.mts";

const mebibyte = 1024 * 1024;

/** Ours needs `seconds`. The other subjects need 10 seconds. */
export function reportWith(seconds: number, changes: Partial<Measurement> = {}): Report {
  const subjects = { ours: seconds, "no-op": 10, "hand-written": 10 };
  return {
    measuredOn: "2026-01-31",
    machine: { cores: 2, node: "24.0.0", platform: "linux" },
    measurements: [1, 100, 1000].flatMap((size) =>
      operations.flatMap((operation) =>
        Object.entries(subjects).map(([subject, seconds]) => ({
          subject: subject as SubjectName,
          size,
          operation,
          seconds,
          providerPeak: 100 * mebibyte,
          requests: {},
          stateBytes: subject === "ours" ? 2_000 : 10_000,
          ...(subject === "ours" ? changes : {}),
        })),
      ),
    ),
    collected: { 1: 100 * mebibyte, 1000: 140 * mebibyte },
    rateLimits: [{ creates: 60, requestsPerSecond: 10, refused: 9, took: 11.5, best: 11 }],
  };
}
