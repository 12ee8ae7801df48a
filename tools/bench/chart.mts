// The chart of a report: for each operation a panel with the time of each subject as a part of the floor's, over the number of connections.
import { sizesIn, subjectsIn, toFloor, type Report } from "./report.mts";
import { operations, titles, type Operation, type SubjectName } from "./subject.mts";

const PANEL = { width: 196, height: 250, gap: 22 };
const MARGIN = { left: 44, top: 64, bottom: 96, right: 16 };
const WIDTH = MARGIN.left + operations.length * (PANEL.width + PANEL.gap) - PANEL.gap + MARGIN.right;
const HEIGHT = MARGIN.top + PANEL.height + MARGIN.bottom;

/** Told apart without colours too. */
const looks: Record<SubjectName, { colour: string; dash: string }> = {
  ours: { colour: "#0b6e4f", dash: "" },
  floor: { colour: "#555555", dash: "2 3" },
  "by hand": { colour: "#b3541e", dash: "7 3" },
  OpenTofu: { colour: "#5b3fa0", dash: "7 3 2 3" },
  empty: { colour: "#8a8a8a", dash: "1 5" },
};

export function chartOf(report: Report): string {
  const sizes = sizesIn(report);
  const top = Math.max(
    1.25,
    ...operations.flatMap((operation) => pointsOf(report, operation).map(({ ratio }) => ratio)),
  );
  const subjects = (Object.keys(looks) as SubjectName[]).filter((subject) =>
    sizes.some((size) => subjectsIn(report, size).includes(subject)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="title">`,
    `<title id="title">Time of each operation as a part of the floor's, over the number of connections</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(
      MARGIN.left,
      24,
      "Time, as a part of the floor's, over the number of connections",
      'font-size="15" font-weight="600"',
    ),
    ...operations.map((operation, index) => panel(report, operation, index, sizes, top)),
    ...subjects.map(legend),
    "</svg>",
    "",
  ].join("\n");
}

function panel(report: Report, operation: Operation, index: number, sizes: number[], top: number): string {
  const left = MARGIN.left + index * (PANEL.width + PANEL.gap);
  const x = (size: number) =>
    left + 10 + (sizes.indexOf(size) / Math.max(1, sizes.length - 1)) * (PANEL.width - 20);
  const y = (ratio: number) => MARGIN.top + PANEL.height * (1 - ratio / top);
  const marks = Array.from({ length: Math.floor(top / 0.25) + 1 }, (_, step) => step * 0.25);
  const points = pointsOf(report, operation);
  const lines = Object.entries(Object.groupBy(points, ({ subject }) => subject)).map(([subject, those]) =>
    line(
      subject as SubjectName,
      those.map(({ size, ratio }) => [x(size), y(ratio)] as const),
    ),
  );
  return [
    text(left, MARGIN.top - 12, operation, 'font-weight="600"'),
    ...marks.map(
      (mark) =>
        `<line x1="${left}" x2="${left + PANEL.width}" y1="${round(y(mark))}" y2="${round(y(mark))}" stroke="${mark === 1 ? "#999999" : "#e4e4e4"}"/>` +
        (index === 0 ? text(left - 8, y(mark) + 4, mark.toFixed(2), 'text-anchor="end" fill="#555555"') : ""),
    ),
    ...sizes.map((size) =>
      text(x(size), MARGIN.top + PANEL.height + 18, String(size), 'text-anchor="middle" fill="#555555"'),
    ),
    ...lines,
  ].join("\n");
}

function line(subject: SubjectName, points: readonly (readonly [number, number])[]): string {
  const { colour, dash } = looks[subject];
  const path = points.map(([px, py]) => `${round(px)},${round(py)}`).join(" ");
  const dots = points.map(
    ([px, py]) => `<circle cx="${round(px)}" cy="${round(py)}" r="3" fill="${colour}"/>`,
  );
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${dots.join("")}`;
}

function legend(subject: SubjectName, index: number): string {
  const left = MARGIN.left + (index % 3) * 360;
  const top = MARGIN.top + PANEL.height + 48 + Math.floor(index / 3) * 22;
  const { colour, dash } = looks[subject];
  return (
    `<line x1="${left}" x2="${left + 34}" y1="${top}" y2="${top}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>` +
    text(left + 42, top + 4, `${subject}: ${titles[subject]}`, "")
  );
}

function pointsOf(
  report: Report,
  operation: Operation,
): { subject: SubjectName; size: number; ratio: number }[] {
  return sizesIn(report).flatMap((size) =>
    subjectsIn(report, size).flatMap((subject) => {
      const ratio = toFloor(report, { subject, size, operation });
      return ratio === undefined ? [] : [{ subject, size, ratio }];
    }),
  );
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${content}</text>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
