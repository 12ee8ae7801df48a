// All tables of a report, for the terminal and for docs/benchmarks.md alike.
import { raceTables } from "./race-tables.mts";
import type { Report } from "./report.mts";
import { wasLimited } from "./scale.mts";
import { mebibytes, seconds, type Table } from "./table.mts";

export function tablesOf(report: Report): Table[] {
  const tables = [
    conduct(report),
    ...raceTables(report),
    profiles(report),
    languages(report),
    install(report),
    ...scale(report),
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

function profiles({ profiles }: Report): Table {
  return {
    title: "Where the seconds of a first up go",
    head: [
      "",
      "connections",
      "checkpoints",
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
      "most requests at once",
      "after the last hook",
    ],
    rows: profiles.map((each) => [
      each.subject,
      String(each.size),
      each.checkpoints ? "yes" : "no",
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
      ].map(seconds),
      String(each.atOnce),
      seconds(each.end),
    ]),
  };
}

function languages({ languages }: Report): Table {
  return {
    title: "The language of a program: seconds of an up without changes of 1 connection",
    head: ["", "seconds"],
    rows: languages.map(({ program, wall }) => [program, seconds(wall)]),
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
  const { rateLimits, ways, memory } = scale;
  return [
    {
      title: "Against a platform that limits requests: seconds from the first request to the last",
      head: [
        "creates",
        "requests a second",
        "requests",
        "refused with 429",
        "took",
        "best possible",
        "ratio",
      ],
      rows: rateLimits.map((each) => [
        ...[each.creates, each.requestsPerSecond, each.requests, each.refused].map(String),
        seconds(each.took),
        seconds(each.best),
        wasLimited(each) ? (each.took / each.best).toFixed(2) : "never reached the limit",
      ]),
    },
    {
      title: "Ways to bring many connections up: seconds",
      head: [
        "connections",
        "way",
        "first up",
        "no-change up",
        "refresh",
        "provider process at its peak, MiB",
      ],
      rows: ways.map((each) => [
        String(each.size),
        each.way,
        ...(["first up", "no-change up", "refresh"] as const).map((operation) =>
          seconds(each.seconds[operation] ?? NaN),
        ),
        mebibytes(each.providerPeak),
      ]),
    },
    {
      title: "Memory of the provider process while V8 is made to collect twice a second, MiB",
      head: ["", "connections", "process at its peak", "live on its heap"],
      rows: memory.map((each) => [
        each.subject,
        String(each.size),
        mebibytes(each.providerPeak),
        mebibytes(each.liveHeap),
      ]),
    },
  ];
}
