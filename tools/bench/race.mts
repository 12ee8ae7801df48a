// Runs the subjects side by side: each operation of all of them, one after the other, before the next operation.
import type { OpenEstate } from "./estates.mts";
import type { Cost } from "./measured.mts";
import { operations, type Estate, type Operation, type SubjectName } from "./subject.mts";

export type Requests = Record<string, number>;

/** What one operation of one subject has cost, in each run. */
export interface Series {
  readonly subject: SubjectName;
  readonly size: number;
  readonly operation: Operation;
  readonly costs: Cost[];
  /** The same in each run. */
  readonly requests: Requests;
  /** Bytes of state for each connection, after the operation. */
  readonly stateBytes: number | undefined;
}

export interface Round {
  readonly size: number;
  readonly runs: number;
  readonly subjects: readonly SubjectName[];
}

export async function race(
  { size, runs, subjects }: Round,
  open: OpenEstate,
  tell: (line: string) => void,
): Promise<Series[]> {
  const all = new Map<string, Series>();
  for (let run = 0; run < runs; run++) {
    const estates = new Map<SubjectName, Estate>();
    try {
      for (const subject of subjects) estates.set(subject, await open(subject, size));
      for (const [index, operation] of operations.entries()) {
        for (const subject of turned([...estates.keys()], run + index)) {
          const estate = estates.get(subject);
          if (estate === undefined) continue;
          const next = await measureOne(subject, size, operation, estate);
          tell(`${size} × ${subject}, ${operation}: ${next.costs[0]?.wall.toFixed(1) ?? ""} s`);
          keep(all, next);
        }
      }
    } finally {
      for (const estate of estates.values()) await estate.close();
    }
  }
  return [...all.values()];
}

async function measureOne(
  subject: SubjectName,
  size: number,
  operation: Operation,
  estate: Estate,
): Promise<Series> {
  estate.emulator.clearJournal();
  const { cost } = await estate.run(operation);
  const each = estate.stateOfEach();
  return {
    subject,
    size,
    operation,
    costs: [cost],
    requests: countOf(estate),
    stateBytes: each.length === 0 ? undefined : Math.round(each.join("").length / each.length),
  };
}

function keep(all: Map<string, Series>, next: Series): void {
  const key = `${next.subject} ${next.operation}`;
  const before = all.get(key);
  if (before === undefined) all.set(key, next);
  else before.costs.push(...next.costs);
}

/** Whoever comes first finds another machine than whoever comes last. */
function turned<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

export function countOf({ emulator }: Estate): Requests {
  const counts: Requests = {};
  for (const { method, operation } of emulator.journal()) {
    const key = operation === "list" ? "GET list" : method;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
