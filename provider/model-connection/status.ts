/** The status of a connection: the API shows it but can't set it. A program may declare the status that it expects. */
import type { ConnectionRecord } from "../api/records";
import { quoted } from "../printable";
import { UNKNOWN } from "./properties";
import { type Reporter, label } from "./reporter";

/** Any other status is reported: INACTIVE means switched off, and the reference doesn't say what else there is. */
const HEALTHY: ReadonlySet<unknown> = new Set(["ACTIVE", "FINALIZED"]);

/** What is wrong with the argument. */
export function statusProblems(status: unknown): string[] {
  const isValid = status == null || status === UNKNOWN || status === "ACTIVE" || status === "INACTIVE";
  return isValid ? [] : ['status: must be "ACTIVE" or "INACTIVE"'];
}

/** Whether the platform's status is the declared one. True if no status is declared, or if the platform shows none. */
export function statusAgrees(declared: unknown, live: unknown): boolean {
  if (declared === undefined || declared === UNKNOWN || live === undefined) return true;
  return declared === live || (declared === "ACTIVE" && HEALTHY.has(live));
}

/** How somebody has to switch a connection whose status is not the declared one. */
export function switchFor(declared: unknown): "on" | "off" {
  return declared === "INACTIVE" ? "off" : "on";
}

/** Why the provider can't restore the declared status, and what the user can do. */
export function statusConflict(declared: string, live: string): string {
  return `status is ${quoted(live)} on the platform and ${quoted(declared)} in the program. The provider doesn't set the status: switch the connection ${switchFor(declared)} in the platform's console, then run pulumi up again`;
}

/** A plan shows the declared status as a change, as if up could make it. */
export function warnOfStatus(
  name: string,
  live: string | undefined,
  status: string | undefined,
  reporter: Reporter,
): void {
  if (status === undefined || live === undefined || statusAgrees(status, live)) return;
  reporter.warn(
    `model connection ${name}: status was ${quoted(live)} at the last refresh and is ${quoted(status)} in the program. The provider doesn't set the status: pulumi up fails unless the connection was switched ${switchFor(status)} in the platform's console meanwhile.`,
  );
}

/** Without a declared status, no plan shows that a connection is not active, so a warning does. */
export function warnIfInactive(name: string, status: string | undefined, reporter: Reporter): void {
  if (status === undefined || HEALTHY.has(status)) return;
  const remedy =
    status === "INACTIVE"
      ? "it is switched off; switch it on in the platform's console"
      : "look at the connection in the platform's console";
  reporter.warn(
    `model connection ${name} is ${quoted(status)} on the platform. The provider doesn't set the status: ${remedy}.`,
  );
}

/** Warns if a connection that is created or adopted doesn't have the expected status. */
export function reportStatus(
  { connectionName, connectionId, status }: ConnectionRecord,
  declared: string | undefined,
  reporter: Reporter,
): void {
  const name = label(connectionName, connectionId);
  if (declared === undefined) warnIfInactive(name, status, reporter);
  else if (status !== undefined && !statusAgrees(declared, status))
    reporter.warn(`model connection ${name}: ${statusConflict(declared, status)}.`);
}
