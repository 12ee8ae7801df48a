// What the benchmark compares, one row for each subject, and the operations that it measures.

export const operations = ["first up", "no-change up", "refresh", "rotation", "destroy"] as const;
export type Operation = (typeof operations)[number];

/** The colour and dashes are those of its line in the chart. */
export const subjects = {
  ours: { about: "ModelConnection of this package", colour: "#0b6e4f", dash: "" },
  "no-op": {
    about: "the baseline, a dynamic resource whose hooks do nothing",
    colour: "#555555",
    dash: "2 3",
  },
  "hand-written": { about: "a dynamic provider with fetch and plain keys", colour: "#b3541e", dash: "7 3" },
  OpenTofu: { about: "with its generic REST provider", colour: "#5b3fa0", dash: "7 3 2 3" },
  TypeScript: {
    about: "the baseline, ModelConnection in a TypeScript program: the dynamic provider",
    colour: "#555555",
    dash: "2 3",
  },
  JavaScript: { about: "the same program in JavaScript", colour: "#0b6e4f", dash: "2 3" },
  "native JavaScript": { about: "the native provider's type in JavaScript", colour: "#0b6e4f", dash: "7 3" },
  "native YAML": { about: "the native provider in a YAML program", colour: "#0b6e4f", dash: "" },
} as const;

export type SubjectName = keyof typeof subjects;
export type PulumiSubject = Exclude<SubjectName, "OpenTofu">;

/** Subjects that are measured in the same rounds, and the one that the others are compared with. */
export interface Comparison {
  readonly subjects: readonly SubjectName[];
  readonly baseline: SubjectName;
}

export const comparisons = {
  /** This package with other ways to declare connections. */
  providers: { subjects: ["ours", "no-op", "hand-written", "OpenTofu"], baseline: "no-op" },
  /** The native provider with the dynamic one. */
  languages: {
    subjects: ["TypeScript", "JavaScript", "native JavaScript", "native YAML"],
    baseline: "TypeScript",
  },
} as const satisfies Record<string, Comparison>;

/** The subject that it is compared with. */
export function baselineOf(subject: SubjectName): SubjectName {
  const of = Object.values<Comparison>(comparisons).find(({ subjects }) => subjects.includes(subject));
  return of?.baseline ?? subject;
}

/** How many connections a rotation changes: a tenth, and at least one. */
export function rotatedOf(size: number): number {
  return Math.ceil(size / 10);
}
