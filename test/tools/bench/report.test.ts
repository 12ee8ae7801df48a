import { chartOf } from "../../../tools/bench/chart.mts";
import { tablesOf } from "../../../tools/bench/page.mts";
import { median, toBaseline } from "../../../tools/bench/report.mts";
import { reportWith } from "./report";

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([5, 1, 2])).toBe(2);
  expect(median([10, 1, 4, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

test("a ratio compares the same run, so that one slow run changes nothing", () => {
  const runs = [1, 20, 3].map((factor) => reportWith(5 * factor));
  const measurements = runs.flatMap((run, index) =>
    run.measurements.map((each) =>
      each.subject === "ours" ? each : { ...each, seconds: 10 * [1, 20, 3][index]! },
    ),
  );
  const place = { subject: "ours", size: 100, operation: "refresh" } as const;
  expect(toBaseline({ ...runs[0]!, measurements }, place)).toBe(0.5);
  const alone = measurements.filter(({ subject }) => subject === "ours");
  expect(toBaseline({ ...runs[0]!, measurements: alone }, place)).toBeNaN();
});

test("a table of times has a row for each subject, with the ratio to the baseline", () => {
  const rows = tablesOf(reportWith(5)).split("\n");
  expect(rows.slice(4, 9)).toEqual([
    "|  | first up | no-change up | refresh | rotation | destroy |",
    "| --- | --- | --- | --- | --- | --- |",
    `| ours |${" 5.00, × 0.50 |".repeat(5)}`,
    `| no-op |${" 10.00 |".repeat(5)}`,
    `| hand-written |${" 10.00, × 1.00 |".repeat(5)}`,
  ]);
});

test("the chart has a line for each subject in each panel and in the legend", () => {
  const chart = chartOf(reportWith(5));
  expect(chart.match(/stroke-width="2"/g)).toHaveLength(3 * (5 + 1));
  expect(chart.match(/<circle/g)).toHaveLength(3 * 5 * 3);
  expect(chart).not.toMatch(/NaN|undefined|Infinity/);
});

test("every text of the chart fits in it", () => {
  const chart = chartOf(reportWith(5));
  const width = Number(/ width="(\d+)"/.exec(chart)![1]);
  const height = Number(/ height="(\d+)"/.exec(chart)![1]);
  const texts = [...chart.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)/g)];
  expect(texts.length).toBeGreaterThan(3 + 5);
  for (const [, x, y, content] of texts) {
    // A character is 7.5 pixels wide at most on average.
    expect(Number(x) + content!.length * 7.5).toBeLessThan(width + 20);
    expect(Number(y)).toBeLessThan(height);
  }
});
