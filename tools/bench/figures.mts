// Medians and ratios of what was measured.

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/** The least and the most. */
export function spread(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/**
 * The median of the ratios of each run: what slows the machine down during one run slows both sides, and falls out.
 * Undefined where the two were not measured in the same runs.
 */
export function ratio(
  of: readonly number[] | undefined,
  to: readonly number[] | undefined,
): number | undefined {
  if (of === undefined || to === undefined || of.length !== to.length || of.length === 0) return undefined;
  return median(of.map((value, run) => value / (to[run] ?? NaN)));
}
