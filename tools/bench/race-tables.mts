// The tables of what the subjects needed side by side: time, memory, requests and state.
import { median, spread } from "./figures.mts";
import {
  medianAt,
  seriesAt,
  sizesIn,
  subjectsIn,
  toFloor,
  valuesAt,
  type Figure,
  type Report,
} from "./report.mts";
import { operations, type Operation, type SubjectName } from "./subject.mts";
import { connections, mebibytes, seconds, type Table } from "./table.mts";

export function raceTables(report: Report): Table[] {
  const sizes = sizesIn(report);
  return [
    ...sizes.map((size) => timesAt(report, size, "wall", "Time")),
    ...sizes.map((size) => timesAt(report, size, "cpu", "CPU time of all processes")),
    memory(report),
    requests(report),
    state(report),
  ];
}

function timesAt(report: Report, size: number, figure: Figure, what: string): Table {
  return {
    title: `${what} with ${connections(size)}: median seconds (least to most), and the ratio to the floor`,
    head: ["", ...operations],
    rows: subjectsIn(report, size).map((subject) => [
      subject,
      ...operations.map((operation) => time(report, subject, size, operation, figure)),
    ]),
  };
}

function time(
  report: Report,
  subject: SubjectName,
  size: number,
  operation: Operation,
  figure: Figure,
): string {
  const place = { subject, size, operation };
  const values = valuesAt(report, place, figure);
  if (values.length === 0) return "";
  const [least, most] = spread(values).map(seconds);
  const range = values.length === 1 ? "" : ` (${least ?? ""} to ${most ?? ""})`;
  const part = toFloor(report, place, figure);
  const relative = part === undefined || subject === "floor" ? "" : `, × ${part.toFixed(2)}`;
  return `${seconds(median(values))}${range}${relative}`;
}

function memory(report: Report): Table {
  return {
    title: "Peak memory during the first up, MiB: provider process / all processes",
    head: ["", ...sizesIn(report).map(connections)],
    rows: bySubject(report, (subject, size) => {
      const place = { subject, size, operation: "first up" } as const;
      const [provider, all] = [medianAt(report, place, "providerPeak"), medianAt(report, place, "allPeak")];
      return all === undefined ? "" : `${mebibytes(provider ?? 0)} / ${mebibytes(all)}`;
    }),
  };
}

function requests(report: Report): Table {
  const size = sizesIn(report).findLast((each) => subjectsIn(report, each).length > 2) ?? 1;
  return {
    title: `Requests with ${connections(size)}`,
    head: ["", ...operations],
    rows: subjectsIn(report, size).map((subject) => [
      subject,
      ...operations.map((operation) => {
        const sent = Object.entries(seriesAt(report, { subject, size, operation })?.requests ?? {});
        return sent.length === 0 ? "none" : sent.map(([method, count]) => `${count} ${method}`).join(", ");
      }),
    ]),
  };
}

function state(report: Report): Table {
  return {
    title: "Bytes of state for each connection",
    head: ["", ...sizesIn(report).map(connections)],
    rows: bySubject(report, (subject, size) =>
      String(seriesAt(report, { subject, size, operation: "first up" })?.stateBytes ?? ""),
    ),
  };
}

function bySubject(report: Report, cell: (subject: SubjectName, size: number) => string): string[][] {
  const sizes = sizesIn(report);
  const subjects = [...new Set(sizes.flatMap((size) => subjectsIn(report, size)))];
  return subjects.map((subject) => [subject, ...sizes.map((size) => cell(subject, size))]);
}
