// What a run of the benchmark measures, and the doing of it.
import { availableParallelism } from "node:os";
import { observe } from "./conduct.mts";
import { findEstates, type OpenEstate } from "./estates.mts";
import { measureInstall } from "./install.mts";
import { profileOf } from "./profile.mts";
import { race, type Round } from "./race.mts";
import { medianAt, sizesIn, type Report } from "./report.mts";
import {
  underRateLimit,
  withoutCheckpoints,
  type Checkpoints,
  type RateLimit,
  type Scale,
} from "./scale.mts";
import { operations, subjectNames, type SubjectName } from "./subject.mts";

export interface Plan {
  readonly rounds: readonly Round[];
  readonly profiles: readonly { readonly subject: SubjectName; readonly size: number }[];
  readonly conduct: readonly SubjectName[];
  /** Whether a platform that limits requests is tried, and the largest sizes without the engine's checkpoints. */
  readonly atScale: boolean;
}

/** The second one is slow enough for any machine to run into it. */
const limited = [
  { creates: 200, requestsPerSecond: 50 },
  { creates: 60, requestsPerSecond: 10 },
];

const comparable = ["ours", "by hand", "OpenTofu"] as const;

export const quick: Plan = {
  rounds: [1, 10].map((size) => ({ size, runs: 1, subjects: subjectNames })),
  profiles: [{ subject: "ours", size: 1 }],
  conduct: comparable,
  atScale: false,
};

export const full: Plan = {
  rounds: [
    { size: 1, runs: 3, subjects: subjectNames },
    { size: 10, runs: 3, subjects: subjectNames },
    { size: 100, runs: 3, subjects: ["ours", "floor", "by hand", "OpenTofu"] },
    { size: 300, runs: 1, subjects: ["ours", "floor", "OpenTofu"] },
    // A destroy writes the state as often as a first up does: it would take the same minutes to show the same.
    { size: 1000, runs: 1, subjects: ["ours", "floor", "OpenTofu"], operations: operations.slice(0, -1) },
  ],
  profiles: [1, 100].flatMap((size) => (["ours", "floor"] as const).map((subject) => ({ subject, size }))),
  conduct: comparable,
  atScale: true,
};

export async function measure(plan: Plan, tell: (line: string) => void): Promise<Report> {
  const wanted = [...new Set([...plan.rounds.flatMap(({ subjects }) => subjects), ...plan.conduct])];
  const { open, missing } = await findEstates(wanted);
  const here = <T extends SubjectName>(subjects: readonly T[]) =>
    subjects.filter((each) => !(each in missing));
  const report = {
    machine: { cores: availableParallelism(), node: process.versions.node, platform: process.platform },
    missing,
    install: measureInstall(),
    conduct: [] as Report["conduct"][number][],
    profiles: [] as Report["profiles"][number][],
    series: [] as Report["series"][number][],
  };
  for (const subject of here(plan.conduct)) {
    tell(`keys and doubt: ${subject}`);
    report.conduct.push(await observe(subject, open));
  }
  for (const { subject, size } of plan.profiles) {
    tell(`profile: ${size} × ${subject}`);
    report.profiles.push(await profileOf(subject, size, open));
  }
  for (const round of plan.rounds)
    report.series.push(...(await race({ ...round, subjects: here(round.subjects) }, open, tell)));
  return plan.atScale ? { ...report, scale: await scaleOf(report, open, tell) } : report;
}

async function scaleOf(report: Report, open: OpenEstate, tell: (line: string) => void): Promise<Scale> {
  const [rateLimits, checkpoints]: [RateLimit[], Checkpoints[]] = [[], []];
  for (const { creates, requestsPerSecond } of limited) {
    tell(`a platform that lets ${requestsPerSecond} requests a second pass`);
    rateLimits.push(await underRateLimit(open, creates, requestsPerSecond));
  }
  for (const size of sizesIn(report).filter((each) => each >= 300)) {
    const withThem = medianAt(report, { subject: "ours", size, operation: "first up" }, "wall");
    if (withThem === undefined) continue;
    tell(`${size} without checkpoints`);
    checkpoints.push(await withoutCheckpoints(open, size, withThem));
  }
  return { rateLimits, checkpoints };
}
