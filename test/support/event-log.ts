// Reads the engine's event log: what it planned for each model connection, and its messages, without the formatting of the CLI.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

export const connectionType = "pulumi-nodejs:dynamic/model-connections:ModelConnection";

/** The type in programs that use the native provider. */
export const nativeType = "model-connections:index:ModelConnection";

/** Whether a resource is a connection, whichever provider manages it. */
export function isConnection({ type }: { readonly type: string }): boolean {
  return type === connectionType || type === nativeType;
}

interface StepState {
  id: string;
  inputs: Values;
  outputs: Values;
}

export interface Step {
  op: string;
  urn: string;
  type: string;
  /** The properties that cause a replacement, sorted, since the engine lists them in no fixed order. */
  keys: string[];
  /**
   * The inputs whose visible values differ. A secret is "[secret]" before and after, so a changed one
   * is visible only in the output of `--diff`.
   */
  diffs: string[];
  old: StepState | null;
  new: StepState | null;
}

export interface Diagnostic {
  severity: "info" | "info#err" | "warning" | "error";
  message: string;
  urn?: string;
}

export interface Plan {
  /** How many connections get each operation. A replaced connection counts as one `replace` and nothing else. */
  plan: Record<string, number>;
  /** Every step of every resource, in order. The steps of a refresh are what it found. */
  steps: Step[];
  diagnostics: Diagnostic[];
  failed: { op: string; urn: string }[];
  /** What the program exports. A secret is "[secret]". */
  outputs: Values;
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

// A replacement has three steps; these are the other two.
const halves = new Set(["create-replacement", "delete-replaced"]);

export function readEventLog(file: string): Plan {
  const events = latestPhase(parse(file));
  const steps = events.flatMap(toStep);
  const plan: Record<string, number> = {};
  const planned = steps.some(({ refreshed }) => !refreshed) ? steps.filter((s) => !s.refreshed) : steps;
  for (const { step } of planned) {
    if (!isConnection(step) || halves.has(step.op)) continue;
    plan[step.op] = (plan[step.op] ?? 0) + 1;
  }
  return {
    plan,
    steps: steps.map(({ step }) => step),
    diagnostics: events.flatMap((e) => toDiagnostic(e)),
    outputs: events.map(outputsOf).findLast((each) => each !== undefined) ?? {},
    failed: events.flatMap(({ resOpFailedEvent: e }) =>
      e ? [{ op: e.metadata.op, urn: e.metadata.urn }] : [],
    ),
  };
}

function outputsOf({ resOutputsEvent: event }: EngineEvent): Values | undefined {
  return event?.metadata.type === "pulumi:pulumi:Stack" ? event.metadata.new?.outputs : undefined;
}

/** A refresh announces `refresh` for every resource; only the later event says what it found. */
function toStep(event: EngineEvent, index: number, all: EngineEvent[]): { step: Step; refreshed: boolean }[] {
  const { resourcePreEvent: pre } = event;
  if (!pre) return [];
  if (pre.metadata.op !== "refresh") return [{ step: stepFrom(pre.metadata), refreshed: false }];
  const found = all.slice(index).find((e) => e.resOutputsEvent?.metadata.urn === pre.metadata.urn);
  return found?.resOutputsEvent ? [{ step: stepFrom(found.resOutputsEvent.metadata), refreshed: true }] : [];
}

// Dynamic providers report no differences to the engine: the CLI compares old and new, and so does this.
function stepFrom(metadata: Logged): Step {
  const { op, urn, type, keys = [], old, new: after } = metadata;
  const inputs = differing(old?.inputs, after?.inputs);
  const diffs = old && after ? inputs.filter((name) => !name.startsWith("__")) : [];
  return { op, urn, type, keys: [...keys].sort(), diffs, old, new: after };
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

/** A preview and its update share the log; only the update counts. */
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
        // The end of the file, or a line that a killed engine left incomplete.
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
