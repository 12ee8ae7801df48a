// A made-up report: what each subject needs for each operation, by size.
import type { Series } from "../../../tools/bench/race.mts";
import type { Report } from "../../../tools/bench/report.mts";
import { operations, type SubjectName } from "../../../tools/bench/subject.mts";

const mebibyte = 1024 * 1024;

/** Ours needs `seconds`, floor and by hand 10 seconds each. */
export function reportWith(seconds: number, changes: Partial<Series> = {}): Report {
  const sizes = [1, 10, 100, 1000];
  const subjects = { ours: seconds, floor: 10, "by hand": 10 } as const;
  return {
    machine: { cores: 2, node: "24.0.0", platform: "linux" },
    missing: {},
    series: sizes.flatMap((size) =>
      Object.entries(subjects).flatMap(([subject, wall]) =>
        operations.map((operation) => ({
          subject: subject as SubjectName,
          size,
          operation,
          costs: [{ wall, cpu: wall, providerPeak: 100 * mebibyte, allPeak: 300 * mebibyte }],
          requests: {},
          stateBytes: subject === "ours" ? 2_000 : 10_000,
          ...(subject === "ours" ? changes : {}),
        })),
      ),
    ),
    profiles: [],
    languages: [],
    conduct: [],
    install: { packed: 1024, unpacked: 2048, dependencies: 4096, dependencyCount: 3 },
    scale: {
      apart: [],
      rateLimits: [
        { creates: 200, requestsPerSecond: 50, requests: 401, refused: 7, took: 7.5, best: 7 },
        { creates: 60, requestsPerSecond: 10, requests: 121, refused: 9, took: 11.5, best: 11 },
      ],
      ways: [],
      memory: [1, 1000].map((size) => ({
        subject: "ours",
        size,
        providerPeak: 100 * mebibyte,
        liveHeap: 30 * mebibyte,
      })),
    },
  };
}
