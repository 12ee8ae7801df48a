import { brokenIn } from "../../../tools/bench/limits.mts";
import { reportWith } from "./report";

test("a report within all limits breaks none", () => {
  expect(brokenIn(reportWith(7))).toEqual([]);
});

test("each broken limit is one sentence with what was found and what may be", () => {
  expect(brokenIn(reportWith(10))).toEqual([
    "The time of a first up at 100, ours / floor is 1; it may be 0.95 at most.",
    "The time of a first up at 1000, ours / floor is 1; it may be 0.75 at most.",
    "The time of a no-change up at 100, ours / floor is 1; it may be 0.95 at most.",
  ]);
  expect(brokenIn(reportWith(7, { stateBytes: 5_000 }))).toEqual([
    "The state of a connection, ours / floor is 0.5; it may be 0.4 at most.",
    "The state of a connection, ours / by hand is 0.5; it may be 0.3 at most.",
  ]);
});

test("requests are counted for each connection, lists for themselves", () => {
  const broken = brokenIn(reportWith(7, { requests: { "GET list": 2, GET: 1 } }));
  expect(broken).toContain("The number of lists in a first up is 2; it may be 1 at most.");
  expect(broken).toContain(
    "The number of requests for each connection of a no-change up is 1; it may be 0 at most.",
  );
  expect(broken).toHaveLength(2);
});

test("a report that doesn't tell is no report that holds", () => {
  const without = { ...reportWith(7) };
  delete without.scale;
  expect(brokenIn(without)).toEqual([
    "The report doesn't tell the peak memory of the provider process that collects twice a second, 1000 connections / 1, which may be 1.5 at most.",
    "The report doesn't tell the time against a limit of requests a second / best possible, which may be 1.15 at most.",
  ]);
});

test("a rate limit that was never reached tells nothing, and breaks nothing", () => {
  const report = reportWith(7);
  const [first, ...others] = report.scale!.rateLimits;
  const slow = { ...first!, took: 20 };
  const withFirst = (rateLimit: typeof slow) =>
    brokenIn({ ...report, scale: { ...report.scale!, rateLimits: [rateLimit, ...others] } });
  expect(withFirst({ ...slow, refused: 0 })).toEqual([]);
  expect(withFirst(slow)).toEqual([
    "The time against a limit of requests a second / best possible is 2.857; it may be 1.15 at most.",
  ]);
});

test("memory counts beside the floor's, and where V8 is made to collect", () => {
  const report = reportWith(7);
  const memory = [1, 1.6].map((times, index) => ({
    subject: "ours" as const,
    size: index === 0 ? 1 : 1000,
    providerPeak: times * 100,
    liveHeap: 30,
  }));
  expect(brokenIn({ ...report, scale: { ...report.scale!, memory } })).toEqual([
    "The peak memory of the provider process that collects twice a second, 1000 connections / 1 is 1.6; it may be 1.5 at most.",
  ]);
  const series = report.series.map((each) =>
    each.subject === "ours" && each.size === 1000
      ? { ...each, costs: each.costs.map((cost) => ({ ...cost, providerPeak: cost.providerPeak * 1.4 })) }
      : each,
  );
  expect(brokenIn({ ...report, series })).toEqual([
    "The growth of the provider process's peak memory from 1 connection to 1000, ours / floor is 1.4; it may be 1.3 at most.",
  ]);
});
