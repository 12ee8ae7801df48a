// Reads the engine's own event log: what it planned for each model connection and what it said, past all formatting.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

export const connectionType = "pulumi-nodejs:dynamic/model-connections:ModelConnection";

export interface StepState {
  id: string;
  inputs: Values;
  outputs: Values;
}

export interface Step {
  op: string;
  urn: string;
  type: string;
  /** The properties that make it a replacement, sorted: the engine lists them in no fixed order. */
  keys: string[];
  /**
   * The inputs whose visible values differ. A secret is "[secret]" before and after:
   * whether one changed shows in the output of `--diff` alone.
   */
  diffs: string[];
  detailedDiff: Record<string, { diffKind: string; inputDiff: boolean }> | null;
  old: StepState | null;
  new: StepState | null;
}

export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  message: string;
  urn?: string;
}

export interface Plan {
  /** How many connections get each operation; one replaced connection is one `replace` and nothing else. */
  plan: Record<string, number>;
  /** Every step of every resource, in order; of a refresh, what it found. */
  steps: Step[];
  diagnostics: Diagnostic[];
  failed: { op: string; urn: string }[];
}

type Values = Record<string, unknown>;
type Logged = Omit<Step, "keys" | "diffs"> & { keys?: string[] };

interface EngineEvent {
  preludeEvent?: object;
  resourcePreEvent?: { metadata: Logged };
  resOutputsEvent?: { metadata: Logged };
  resOpFailedEvent?: { metadata: Logged };
  diagnosticEvent?: { severity: string; message: string; urn?: string };
}

// A replacement is three steps; these two are its halves.
const halves = new Set(["create-replacement", "delete-replaced"]);

export function readEventLog(file: string): Plan {
  const events = latestPhase(parse(file));
  const steps = events.flatMap(toStep);
  const plan: Record<string, number> = {};
  const planned = steps.some(({ refreshed }) => !refreshed) ? steps.filter((s) => !s.refreshed) : steps;
  for (const { step } of planned) {
    if (step.type !== connectionType || halves.has(step.op)) continue;
    plan[step.op] = (plan[step.op] ?? 0) + 1;
  }
  return {
    plan,
    steps: steps.map(({ step }) => step),
    diagnostics: events.flatMap((e) => toDiagnostic(e)),
    failed: events.flatMap(({ resOpFailedEvent: e }) =>
      e ? [{ op: e.metadata.op, urn: e.metadata.urn }] : [],
    ),
  };
}

/** A refresh announces `refresh` for all and says only afterwards what each turned out to be. */
function toStep(event: EngineEvent, index: number, all: EngineEvent[]): { step: Step; refreshed: boolean }[] {
  const { resourcePreEvent: pre } = event;
  if (!pre) return [];
  if (pre.metadata.op !== "refresh") return [{ step: tidy(pre.metadata), refreshed: false }];
  const found = all.slice(index).find((e) => e.resOutputsEvent?.metadata.urn === pre.metadata.urn);
  return found?.resOutputsEvent ? [{ step: tidy(found.resOutputsEvent.metadata), refreshed: true }] : [];
}

// Dynamic providers name no differences to the engine: the command line compares old and new, and so do we.
function tidy(metadata: Logged): Step {
  const { op, urn, type, keys = [], detailedDiff, old, new: after } = metadata;
  const inputs = differing(old?.inputs, after?.inputs);
  const diffs = old && after ? inputs.filter((name) => !name.startsWith("__")) : [];
  return { op, urn, type, keys: [...keys].sort(), diffs, detailedDiff, old, new: after };
}

function differing(before: Values = {}, after: Values = {}): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

function toDiagnostic({ diagnosticEvent: event }: EngineEvent): Diagnostic[] {
  if (!event || event.severity === "debug") return [];
  const { severity, message, urn } = event;
  return [{ severity: severity as Diagnostic["severity"], message: message.trim(), ...(urn ? { urn } : {}) }];
}

/** A preview and its update share the log; the update is what happened. */
function latestPhase(events: EngineEvent[]): EngineEvent[] {
  const start = events.findLastIndex((event) => event.preludeEvent !== undefined);
  return events.slice(Math.max(start, 0));
}

function parse(file: string): EngineEvent[] {
  return readText(file)
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as EngineEvent];
      } catch {
        // The end, or a line that a killed engine left half written.
        return [];
      }
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
