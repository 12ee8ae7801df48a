// What the benchmark compares, one row for each subject, and the operations that it measures.

export const operations = ["first up", "no-change up", "refresh", "rotation", "destroy"] as const;
export type Operation = (typeof operations)[number];

/** A Pulumi subject is the program `programs/<its name>.ts`. The colour and dashes are those of its line in the chart. */
export const subjects = {
  ours: { about: "ModelConnection of this package", colour: "#0b6e4f", dash: "" },
  "no-op": {
    about: "the baseline, a dynamic resource whose hooks do nothing",
    colour: "#555555",
    dash: "2 3",
  },
  "hand-written": { about: "a dynamic provider with fetch and plain keys", colour: "#b3541e", dash: "7 3" },
  OpenTofu: { about: "with its generic REST provider", colour: "#5b3fa0", dash: "7 3 2 3" },
} as const;

export type SubjectName = keyof typeof subjects;
export type PulumiSubject = Exclude<SubjectName, "OpenTofu">;
export const subjectNames = Object.keys(subjects) as SubjectName[];

/** How many connections a rotation changes: a tenth, and at least one. */
export function rotatedOf(size: number): number {
  return Math.ceil(size / 10);
}
