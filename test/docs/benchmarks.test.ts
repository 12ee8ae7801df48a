// The pages agree with docs/benchmarks.json, which breaks no limit.
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

const ratioOf = (operation: Operation, size: number) =>
  toBaseline(report, { subject: "ours", size, operation });

test.each<[Operation, number]>([
  ["first up", 100],
  ["first up", 1000],
  ["no-change up", 100],
])(
  "%s of %i takes less time than with the no-op resource, as docs/large-estates.md says",
  (operation, size) => {
    expect(ratioOf(operation, size)).toBeLessThan(1);
  },
);

test("a refresh takes the part of the time that docs/large-estates.md says", () => {
  const ratio = ratioOf("refresh", 100).toFixed(1);
  expect(read("docs/large-estates.md")).toContain(`about ${ratio} of the time`);
});
