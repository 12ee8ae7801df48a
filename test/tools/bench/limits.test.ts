import { brokenIn } from "../../../tools/bench/limits.mts";
import type { Report } from "../../../tools/bench/report.mts";
import { languagesWith, reportWith } from "./report";

test("a report within all limits breaks none", () => {
  expect(brokenIn(reportWith(7))).toEqual([]);
});

test("each broken limit is one message with the measured and the allowed figure", () => {
  expect(brokenIn(reportWith(10))).toEqual([
    "Too high: time of a first up with 100 connections, ours / no-op. It is 1.000 and may be 0.95 at most.",
    "Too high: time of a first up with 1000 connections, ours / no-op. It is 1.000 and may be 0.75 at most.",
    "Too high: time of a no-change up with 100 connections, ours / no-op. It is 1.000 and may be 0.95 at most.",
  ]);
  expect(brokenIn(reportWith(7, { stateBytes: 5_000 }))).toEqual([
    "Too high: state of a connection, ours / no-op. It is 0.500 and may be 0.4 at most.",
    "Too high: state of a connection, ours / hand-written. It is 0.500 and may be 0.3 at most.",
  ]);
});

test("requests are counted for each connection, lists separately", () => {
  const broken = brokenIn(reportWith(7, { requests: { "GET list": 2, GET: 1 } }));
  expect(broken).toEqual([
    "Too high: requests for each connection of a no-change up. It is 1.000 and may be 0 at most.",
    "Too high: lists in a first up. It is 2.000 and may be 1 at most.",
  ]);
});

test("a refresh slower than 1.3 of the baseline breaks its limit", () => {
  const report = reportWith(7);
  const measurements = report.measurements.map((each) =>
    each.subject === "ours" && each.operation === "refresh" ? { ...each, seconds: 14 } : each,
  );
  expect(brokenIn({ ...report, measurements })).toEqual([
    "Too high: time of a refresh with 100 connections, ours / no-op. It is 1.400 and may be 1.3 at most.",
  ]);
});

test("what was not measured breaks its limit", () => {
  expect(brokenIn({ ...reportWith(7), collected: {}, rateLimits: [] })).toEqual([
    "Not measured: peak memory of the provider process that collects garbage twice a second, 1000 connections / 1. It may be 1.5 at most.",
    "Not measured: time on a platform with a rate limit / best possible time. It may be 1.15 at most.",
  ]);
  expect(brokenIn({ ...reportWith(7), measurements: [] })).toHaveLength(12);
});

test("a rate limit that was never reached is ignored", () => {
  const report = reportWith(7);
  const [reached] = report.rateLimits;
  const slow = { ...reached!, took: 22 };
  const withBoth = (other: Report["rateLimits"][number]) =>
    brokenIn({ ...report, rateLimits: [reached!, other] });
  expect(withBoth({ ...slow, refused: 0 })).toEqual([]);
  expect(withBoth(slow)).toEqual([
    "Too high: time on a platform with a rate limit / best possible time. It is 2.000 and may be 1.15 at most.",
  ]);
});

test("memory is limited relative to the baseline, and while garbage is collected", () => {
  const report = reportWith(7);
  expect(brokenIn({ ...report, collected: { 1: 100, 1000: 160 } })).toEqual([
    "Too high: peak memory of the provider process that collects garbage twice a second, 1000 connections / 1. It is 1.600 and may be 1.5 at most.",
  ]);
  const measurements = report.measurements.map((each) =>
    each.subject === "ours" && each.size === 1000 ? { ...each, providerPeak: each.providerPeak * 1.4 } : each,
  );
  expect(brokenIn({ ...report, measurements })).toEqual([
    "Too high: growth of the provider process's peak memory from 1 connection to 1000, ours / no-op. It is 1.400 and may be 1.3 at most.",
  ]);
});

test("the native provider is limited relative to the dynamic one from TypeScript", () => {
  const broken = brokenIn({
    ...reportWith(7),
    languages: languagesWith({ seconds: 8, totalPeak: 70 * 1024 ** 2 }),
  });
  expect(broken).toEqual([
    "Too high: time of a first up with 100 connections, native provider from YAML / ours from TypeScript. It is 0.800 and may be 0.5 at most.",
    "Too high: time of a no-change up with 100 connections, native provider from YAML / ours from TypeScript. It is 0.800 and may be 0.4 at most.",
    "Too high: time of a refresh with 100 connections, native provider from YAML / ours from TypeScript. It is 0.800 and may be 0.75 at most.",
    "Too high: peak memory of all processes in a first up with 100 connections, native provider from YAML / ours from TypeScript. It is 0.700 and may be 0.6 at most.",
  ]);
});
