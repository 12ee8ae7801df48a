// What a run of the benchmark measures, and the doing of it.
import { availableParallelism } from "node:os";
import { observe } from "./conduct.mts";
import { findEstates } from "./estates.mts";
import { measureInstall } from "./install.mts";
import { profileOf } from "./profile.mts";
import { race, type Round } from "./race.mts";
import type { Report } from "./report.mts";
import { underRateLimit, withoutCheckpoints } from "./scale.mts";
import { subjectNames, type SubjectName } from "./subject.mts";

export interface Plan {
  readonly rounds: readonly Round[];
  readonly profiles: readonly { readonly subject: SubjectName; readonly size: number }[];
  readonly conduct: readonly SubjectName[];
  /** Sizes at which the engine's checkpoints are left out; with none, nothing is measured at scale. */
  readonly checkpoints: readonly number[];
}

const comparable = ["ours", "by hand", "OpenTofu"] as const;

export const quick: Plan = {
  rounds: [1, 10].map((size) => ({ size, runs: 1, subjects: subjectNames })),
  profiles: [{ subject: "ours", size: 1 }],
  conduct: comparable,
  checkpoints: [],
};

export const full: Plan = {
  rounds: [
    { size: 1, runs: 5, subjects: subjectNames },
    { size: 10, runs: 3, subjects: subjectNames },
    { size: 100, runs: 3, subjects: ["ours", "floor", "by hand", "OpenTofu"] },
    { size: 300, runs: 1, subjects: ["ours", "floor", "by hand", "OpenTofu"] },
    { size: 1000, runs: 1, subjects: ["ours", "floor", "OpenTofu"] },
  ],
  profiles: [1, 100, 1000].flatMap((size) =>
    (["ours", "floor"] as const).map((subject) => ({ subject, size })),
  ),
  conduct: comparable,
  checkpoints: [300, 1000],
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
  if (plan.checkpoints.length === 0) return report;
  tell("a platform that limits requests");
  const rateLimit = await underRateLimit(open);
  const checkpoints = [];
  for (const size of plan.checkpoints) {
    tell(`checkpoints: ${size}`);
    checkpoints.push(await withoutCheckpoints(open, size));
  }
  return { ...report, scale: { rateLimit, checkpoints } };
}
