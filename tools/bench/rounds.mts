// Measures the subjects side by side: each operation on all of them in turn, before the next operation.
import { styleText } from "node:util";
import type { Measurement } from "./report.mts";
import { operations, type Operation, type SubjectName } from "./subjects.mts";
import type { Open, Workspace } from "./workspace.mts";

export async function measureRound(
  size: number,
  runs: number,
  names: readonly SubjectName[],
  open: Open,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (let run = 0; run < runs; run++) {
    const turns: [SubjectName, Workspace][] = [];
    for (const name of names) turns.push([name, await open(name, size)]);
    for (const [index, operation] of operations.entries()) {
      // The state of the machine differs between the first subject of a round and the last.
      turns.push(...turns.splice(0, index === 0 ? run % turns.length : 1));
      for (const [subject, workspace] of turns) {
        const measurement = { subject, size, operation, ...(await measureOne(workspace, operation)) };
        console.log(styleText("dim", `${size} × ${subject}, ${operation}: ${measurement.seconds} s`));
        found.push(measurement);
      }
    }
    for (const [, workspace] of turns) await workspace.close();
  }
  return found;
}

async function measureOne({ emulator, run, connections }: Workspace, operation: Operation) {
  emulator.clearJournal();
  const cost = await run(operation);
  const requests: Record<string, number> = {};
  for (const entry of emulator.journal()) {
    const kind = entry.operation === "list" ? "GET list" : entry.method;
    requests[kind] = (requests[kind] ?? 0) + 1;
  }
  const state = connections().map((connection) => JSON.stringify(connection));
  // No connection is left after destroy.
  return { ...cost, requests, stateBytes: Math.round(state.join("").length / Math.max(1, state.length)) };
}
