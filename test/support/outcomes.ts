// The result of a run: whether it succeeded, what it reported, and whether anything is left to do.
import type { Ended } from "./command";
import { type Diagnostic, nativeType } from "./event-log";
import type { EngineStack, Run } from "./stack";

/** Fails with the complete output. */
export function succeeded<T extends Ended>(run: T): T {
  if (run.code !== 0) throw new Error(`pulumi ended with ${run.code}:\n${run.output}`);
  return run;
}

/** The messages of the provider and the engine, each once. */
export function said(run: Run, severity?: "error"): string {
  const heard = run.diagnostics.filter((each) => severity === undefined || each.severity === severity);
  return [...new Set(heard.map(lineOf))].join("\n");
}

/** A message as the dynamic provider prints it. A warning of the native provider has a severity instead of the word. */
export function lineOf({ severity, message, urn }: Diagnostic): string {
  const isNative = urn?.split("::")[2]?.endsWith(nativeType) ?? false;
  return isNative && severity === "warning" ? `warning: ${message}` : message;
}

/** The promise "settled": nothing is left to do for an update and a refresh. */
export async function expectSettled(stack: EngineStack): Promise<void> {
  succeeded(await stack.up("--expect-no-changes"));
  succeeded(await stack.refresh("--expect-no-changes"));
}
