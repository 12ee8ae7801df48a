import { chartOf } from "../../../tools/bench/chart.mts";
import { cpuSeconds } from "../../../tools/bench/measured.mts";
import { covered, mostAtOnce, phases } from "../../../tools/bench/profile.mts";
import { tablesOf } from "../../../tools/bench/tables.mts";
import { reportWith } from "./report";

test("a table of times has a row for each subject, with the ratio to the floor", () => {
  const [first] = tablesOf(reportWith(5));
  expect(first!.head).toEqual(["", "first up", "no-change up", "refresh", "rotation", "destroy"]);
  expect(first!.rows.map(([subject, up]) => [subject, up])).toEqual([
    ["ours", "5.00, × 0.50"],
    ["floor", "10.0"],
    ["by hand", "10.0, × 1.00"],
  ]);
});

test("the chart is well-formed and has a line for each subject in each panel", () => {
  const chart = chartOf(reportWith(5));
  expect(chart.match(/<polyline/g)).toHaveLength(15);
  expect(chart).not.toMatch(/NaN|undefined|Infinity/);
});

test("the shell's times of all children are summed", () => {
  expect(cpuSeconds("0m0.010000s 0m0.000000s\n1m2.500000s 0m0.250000s\n")).toBe(62.75);
});

test("overlapping spans are counted once", () => {
  const spans = [
    { from: 20, to: 30 },
    { from: 0, to: 10 },
    { from: 5, to: 12 },
    { from: 6, to: 8 },
  ];
  expect(covered(spans)).toBe(22);
});

test("the most spans at one moment", () => {
  const spans = [
    { from: 0, to: 10 },
    { from: 5, to: 8 },
    { from: 8, to: 9 },
    { from: 10, to: 12 },
  ];
  expect(mostAtOnce(spans)).toBe(2);
  expect(mostAtOnce([])).toBe(0);
});

test("the phases of a run are told from what the probe has noted", () => {
  const noted = [
    { what: "program process", from: 1_300, to: 1_300 },
    { what: "program text", from: 1_800, to: 1_900 },
    { what: "provider process", from: 2_000, to: 2_000 },
    { what: "provider serves", from: 2_400, to: 2_400 },
    { what: "hooks loaded", from: 2_500, to: 2_520 },
    { what: "hook check", from: 2_520, to: 2_540 },
    { what: "hook create", from: 2_600, to: 2_900 },
    { what: "request", from: 2_650, to: 2_850 },
  ];
  expect(phases(1_000, 2, noted)).toMatchObject({
    engineStart: 0.3,
    programStart: 0.5,
    program: 0.1,
    providerStart: 0.4,
    firstHook: 1.52,
    hooksLoad: 0.02,
    hooks: 0.32,
    requests: 0.2,
    atOnce: 1,
    working: 0.38,
    end: 0.1,
  });
});
