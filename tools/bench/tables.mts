// The tables of a report: rows of text, for the terminal and for docs/benchmarks.md alike.
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

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function tablesOf(report: Report): Table[] {
  const sizes = sizesIn(report);
  return [
    ...sizes.map((size) => timesAt(report, size, "wall", "Time")),
    ...sizes.map((size) => timesAt(report, size, "cpu", "CPU time of all processes")),
    memory(report),
    requests(report),
    state(report),
    profiles(report),
    conduct(report),
    install(report),
    ...scale(report),
  ].filter(({ rows }) => rows.length > 0);
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

function profiles({ profiles }: Report): Table {
  return {
    title: "Where the seconds of a first up go",
    head: [
      "",
      "connections",
      "whole",
      "until Node runs the program",
      "Node and SDK load",
      "program",
      "provider's Node and SDK load",
      "first hook after",
      "hooks load",
      "first to last hook",
      "in hooks",
      "in requests",
      "after the last hook",
    ],
    rows: profiles.map((each) => [
      each.subject,
      String(each.size),
      ...[
        each.whole,
        each.engineStart,
        each.programStart,
        each.program,
        each.providerStart,
        each.firstHook,
        each.hooksLoad,
        each.working,
        each.hooks,
        each.requests,
        each.end,
      ].map(seconds),
    ]),
  };
}

function conduct({ conduct }: Report): Table {
  return {
    title: "What is done with keys and doubt, three connections",
    head: [
      "",
      "keys in clear in the state",
      "notices a key exchanged in the console",
      "connections after one lost answer",
    ],
    rows: conduct.map(({ subject, keysInClear, noticesExchangedKey, madeAfterLostAnswer }) => [
      subject,
      String(keysInClear),
      noticesExchangedKey ? "yes" : "no",
      String(madeAfterLostAnswer),
    ]),
  };
}

function install({ install }: Report): Table {
  return {
    title: "Size of the package, KiB",
    head: ["packed", "unpacked", `its ${install.dependencyCount} dependencies`],
    rows: [
      [install.packed, install.unpacked, install.dependencies].map((bytes) =>
        String(Math.round(bytes / 1024)),
      ),
    ],
  };
}

function scale({ scale }: Report): Table[] {
  if (scale === undefined) return [];
  const { rateLimit: limited, checkpoints } = scale;
  return [
    {
      title: `${limited.creates} creates against a limit of ${limited.requestsPerSecond} requests a second`,
      head: ["requests", "refused with 429", "seconds", "best possible", "ratio"],
      rows: [
        [
          String(limited.requests),
          String(limited.refused),
          seconds(limited.took),
          seconds(limited.best),
          (limited.took / limited.best).toFixed(2),
        ],
      ],
    },
    {
      title: "The engine's checkpoints: seconds of a first up of this package",
      head: ["connections", "with", "without (PULUMI_SKIP_CHECKPOINTS)", "ratio"],
      rows: checkpoints.map((each) => [
        String(each.size),
        seconds(each.with),
        seconds(each.without),
        (each.without / each.with).toFixed(2),
      ]),
    },
  ];
}

function bySubject(report: Report, cell: (subject: SubjectName, size: number) => string): string[][] {
  const sizes = sizesIn(report);
  const subjects = [...new Set(sizes.flatMap((size) => subjectsIn(report, size)))];
  return subjects.map((subject) => [subject, ...sizes.map((size) => cell(subject, size))]);
}

function connections(size: number): string {
  return size === 1 ? "1 connection" : `${size} connections`;
}

function seconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function mebibytes(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}
