// The faults of the matrix, one row each; a row's name is also the name of the connection that meets it.
import type { FaultRule } from "pulumi-model-connections/emulator";

export interface FaultRow {
  readonly name: string;
  /** Its name in the table. */
  readonly title: string;
  readonly fault: FaultRule["fault"];
  /** How many requests meet it; 1 if omitted. */
  readonly times?: number;
}

/** Longer than one attempt may take with the settings of the matrix. */
const TOO_SLOW = 6_000;

export const FAULT_ROWS: readonly FaultRow[] = [
  { name: "reset", title: "reset before commit", fault: { kind: "reset" } },
  { name: "lost", title: "response lost after commit", fault: { kind: "lostAnswer" } },
  {
    name: "limit-seconds",
    title: "429, Retry-After in seconds",
    fault: { kind: "status", status: 429, retryAfter: 1 },
  },
  {
    name: "limit-date",
    title: "429, Retry-After as a date",
    fault: { kind: "status", status: 429, retryAfter: { inSeconds: 2 } },
  },
  { name: "s500", title: "500", fault: { kind: "status", status: 500 } },
  { name: "s502", title: "502", fault: { kind: "status", status: 502 } },
  { name: "s503", title: "503", fault: { kind: "status", status: 503 } },
  { name: "s500-lasting", title: "500, lasting", fault: { kind: "status", status: 500 }, times: Infinity },
  { name: "slow", title: "slower than the timeout", fault: { kind: "slow", milliseconds: TOO_SLOW } },
  { name: "hang", title: "hangs, lasting", fault: { kind: "hang" }, times: Infinity },
  { name: "html", title: "an HTML page with 200", fault: { kind: "html" } },
  { name: "truncated", title: "truncated JSON", fault: { kind: "truncated" } },
  { name: "shape", title: "JSON of the wrong shape", fault: { kind: "wrongShape" } },
  { name: "s401", title: "401", fault: { kind: "status", status: 401 } },
  { name: "s403", title: "403", fault: { kind: "status", status: 403 } },
  {
    name: "redirect",
    title: "redirect to another host",
    fault: { kind: "redirect", location: "https://elsewhere.example.com/api/public/connections" },
  },
  { name: "huge", title: "a body of more than 10 MiB", fault: { kind: "huge" } },
];
