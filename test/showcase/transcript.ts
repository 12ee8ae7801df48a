// The output of a command without what differs between runs and what a terminal overwrites.

/** Replaces ids and times with samples, in the order of their appearance; removes lines of progress and durations. */
export function settled(text: string, host: string): string {
  const sampled = numbered(
    numbered(text, /cn-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, sampleId),
    /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g,
    sampleTime,
  );
  const lines = sampled
    .replaceAll(host, "platform.example.com")
    .split("\n")
    .filter((line) => !PROGRESS.test(line))
    .map((line) =>
      line
        .replace(/ \(\d+(?:\.\d+)?s\)/, "")
        .replace(DIFF, inOrder)
        .trimEnd(),
    );
  return `${lines
    .join("\n")
    .replace(/\n{2,}/g, "\n")
    .trim()}\n`;
}

const PROGRESS = /^@ |^Duration: |ing(?: \w+)? \(0s\)| running ?(?:$|warning:|note:|error:)/;

/** The engine lists the keys of a replacement in no fixed order. */
const DIFF = /(?<=\[diff: [~+-])[\w,]+(?=\])/;

function inOrder(keys: string): string {
  return keys.split(",").sort().join();
}

function numbered(text: string, pattern: RegExp, sample: (at: number) => string): string {
  const found = [...new Set(text.match(pattern))];
  return found.reduce((rest, each, at) => rest.replaceAll(each, sample(at + 1)), text);
}

function sampleId(at: number): string {
  return `cn-00000000-0000-0000-0000-${String(at).padStart(12, "0")}`;
}

function sampleTime(at: number): string {
  return `2026-03-0${at}T10:30:00.000Z`;
}
