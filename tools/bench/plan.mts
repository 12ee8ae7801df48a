// What a run of the benchmark measures, and the doing of it.
import { availableParallelism } from "node:os";
import { observe } from "./conduct.mts";
import { findEstates, type OpenEstate } from "./estates.mts";
import { measureInstall } from "./install.mts";
import { profileOf, type ProfileOf } from "./profile.mts";
import { race, type Round } from "./race.mts";
import type { Report } from "./report.mts";
import { costsOfLanguages } from "./language.mts";
import {
  type ScalePart,
  inOneStack,
  inStacks,
  onPostgres,
  underRateLimit,
  collected,
  type Scale,
} from "./scale.mts";
import { subjectNames, type SubjectName } from "./subject.mts";

type Tell = (line: string) => void;

export interface Plan {
  readonly rounds: readonly Round[];
  readonly profiles: readonly ProfileOf[];
  readonly conduct: readonly SubjectName[];
  /** How often each language of a program is measured. */
  readonly languageRuns: number;
  /** Whether a platform that limits requests is tried, and the ways to bring many connections up. */
  readonly atScale: boolean;
}

/** The second one is slow enough for any machine to run into it. */
const limited = [
  { creates: 200, requestsPerSecond: 50 },
  { creates: 60, requestsPerSecond: 10 },
];

const comparable = ["ours", "by hand", "OpenTofu"] as const;
const many = subjectNames.filter((name) => name !== "empty");
const both = ["ours", "floor"] as const;

export const quick: Plan = {
  rounds: [1, 10].map((size) => ({ size, runs: 1, subjects: subjectNames })),
  profiles: [{ subject: "ours", size: 1, checkpoints: true }],
  conduct: comparable,
  languageRuns: 0,
  atScale: false,
};

export const full: Plan = {
  rounds: [
    { size: 1, runs: 3, subjects: subjectNames },
    { size: 10, runs: 3, subjects: subjectNames },
    { size: 100, runs: 5, subjects: many },
    { size: 300, runs: 3, subjects: many },
    { size: 1000, runs: 1, subjects: many },
  ],
  profiles: [
    ...[1, 100].flatMap((size) => both.map((subject) => ({ subject, size, checkpoints: true }))),
    ...[100, 1000].flatMap((size) => both.map((subject) => ({ subject, size, checkpoints: false }))),
    { subject: "ours", size: 5000, checkpoints: false },
  ],
  conduct: comparable,
  languageRuns: 3,
  atScale: true,
};

export async function measure(plan: Plan, tell: Tell): Promise<Report> {
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
    languages: [] as Report["languages"][number][],
    series: [] as Report["series"][number][],
  };
  for (const subject of here(plan.conduct)) {
    tell(`keys and doubt: ${subject}`);
    report.conduct.push(await observe(subject, open));
  }
  for (const which of plan.profiles) {
    tell(`profile: ${which.size} × ${which.subject}`);
    report.profiles.push(await profileOf(which, open));
  }
  if (plan.languageRuns > 0) {
    tell("languages of a program");
    report.languages.push(...(await costsOfLanguages(open, plan.languageRuns)));
  }
  for (const round of plan.rounds)
    report.series.push(...(await race({ ...round, subjects: here(round.subjects) }, open, tell)));
  if (!plan.atScale) return report;
  const { rateLimits, memory, ways } = scaleParts;
  const scale = {
    apart: [],
    rateLimits: await rateLimits(open, tell),
    memory: await memory(open, tell),
    ways: await ways(open, tell),
  };
  return { ...report, scale };
}

/** The report with these parts of its behaviour at size measured anew. */
export async function remeasure(report: Report, parts: readonly ScalePart[], tell: Tell): Promise<Report> {
  if (report.scale === undefined) throw new Error("The report has no behaviour at size: --full measures it.");
  const { open } = await findEstates(["ours", "floor"]);
  const scale = { ...report.scale, apart: [...new Set([...report.scale.apart, ...parts])] };
  for (const part of parts) Object.assign(scale, { [part]: await scaleParts[part](open, tell) });
  return { ...report, scale };
}

/** Each can be measured by itself. */
export const scaleParts: {
  readonly [Part in ScalePart]: (open: OpenEstate, tell: Tell) => Promise<Scale[Part]>;
} = {
  async rateLimits(open, tell) {
    const found = [];
    for (const { creates, requestsPerSecond } of limited) {
      tell(`a platform that lets ${requestsPerSecond} requests a second pass`);
      found.push(await underRateLimit(open, creates, requestsPerSecond));
    }
    return found;
  },
  async memory(open, tell) {
    tell("memory while V8 collects twice a second");
    const found = [];
    for (const size of [1, 1000, 5000])
      for (const subject of both) found.push(await collected(open, subject, size));
    return found;
  },
  async ways(open, tell) {
    const found = [];
    const ways = [
      () => inOneStack(open, 1000, true),
      () => inStacks(open, 1000, 10),
      () => onPostgres(open, 1000),
      () => inOneStack(open, 1000, false),
      () => inOneStack(open, 5000, false),
    ];
    for (const bring of ways) {
      const each = await bring();
      tell(`${each.size} in ${each.way}: ${each.seconds["first up"]?.toFixed(1) ?? ""} s`);
      found.push(each);
    }
    return found;
  },
};
