// What one run of the benchmark has found, as it is stored, and the questions that tables and limits ask of it.
import type { Conduct } from "./conduct.mts";
import { median, ratio } from "./figures.mts";
import type { Install } from "./install.mts";
import type { LanguageCost } from "./language.mts";
import type { Cost } from "./measured.mts";
import type { Profile } from "./profile.mts";
import type { Series } from "./race.mts";
import type { Scale } from "./scale.mts";
import type { Operation, SubjectName } from "./subject.mts";

export interface Report {
  readonly machine: { readonly cores: number; readonly node: string; readonly platform: string };
  /** Subjects that could not be run here, with the reason. */
  readonly missing: Partial<Record<SubjectName, string>>;
  readonly series: readonly Series[];
  readonly profiles: readonly Profile[];
  readonly languages: readonly LanguageCost[];
  readonly conduct: readonly Conduct[];
  readonly install: Install;
  scale?: Scale;
}

export type Figure = keyof Cost;

export interface Place {
  readonly subject: SubjectName;
  readonly size: number;
  readonly operation: Operation;
}

export function seriesAt(report: Report, { subject, size, operation }: Place): Series | undefined {
  return report.series.find(
    (each) => each.subject === subject && each.size === size && each.operation === operation,
  );
}

export function valuesAt(report: Report, place: Place, figure: Figure): number[] {
  return seriesAt(report, place)?.costs.map((cost) => cost[figure]) ?? [];
}

export function medianAt(report: Report, place: Place, figure: Figure): number | undefined {
  const values = valuesAt(report, place, figure);
  return values.length === 0 ? undefined : median(values);
}

/** The subject's figure as a part of the floor's, by pairs of the same run. */
export function toFloor(report: Report, place: Place, figure: Figure = "wall"): number | undefined {
  return ratio(valuesAt(report, place, figure), valuesAt(report, { ...place, subject: "floor" }, figure));
}

export function sizesIn(report: Report): number[] {
  return [...new Set(report.series.map(({ size }) => size))].toSorted((a, b) => a - b);
}

export function subjectsIn(report: Report, size: number): SubjectName[] {
  const there = report.series.filter((each) => each.size === size);
  return [...new Set(there.map(({ subject }) => subject))];
}
