// docs/benchmarks.md and the chart show the numbers in docs/benchmarks.json, and these are within the limits.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storedReport, textsOf } from "../../tools/bench/docs.mts";
import { brokenIn } from "../../tools/bench/limits.mts";
import { toBaseline } from "../../tools/bench/report.mts";
import type { Operation } from "../../tools/bench/subjects.mts";

const read = (path: string) => readFileSync(join(__dirname, "../..", path), "utf8");
const report = storedReport();

test("page and chart show the stored numbers", async () => {
  const { json, md, svg } = await textsOf(report);
  expect(json).toBe(read("docs/benchmarks.json"));
  expect(md).toBe(read("docs/benchmarks.md"));
  expect(svg).toBe(read("docs/benchmarks.svg"));
});

test("the stored numbers break no limit", () => {
  expect(brokenIn(report)).toEqual([]);
});

test.each<[Operation, number]>([
  ["first up", 100],
  ["first up", 1000],
  ["no-change up", 100],
  ["refresh", 100],
])("README has the ratio of a %s at %i", (operation, size) => {
  const speed = read("README.md").split("## Speed")[1]!.split("\n## ")[0]!;
  const ratio = toBaseline(report, { subject: "ours", size, operation });
  expect(speed).toContain(ratio.toFixed(2));
});
