import { median, ratio, spread } from "../../../tools/bench/figures.mts";

test("the median is the middle one, or the mean of the two in the middle", () => {
  expect(median([5, 1, 2])).toBe(2);
  expect(median([10, 1, 4, 2])).toBe(3);
  expect(() => median([])).toThrow("no median");
});

test("the spread is the least and the most", () => {
  expect(spread([3, 1, 2])).toEqual([1, 3]);
});

test("a ratio is of pairs of the same run, so that one slow run changes nothing", () => {
  expect(ratio([1, 20, 3], [2, 40, 6])).toBe(0.5);
  expect(ratio([1], [2, 3])).toBeUndefined();
  expect(ratio([], [])).toBeUndefined();
});
