// The chart of a report: a panel for each operation, with the time of each subject relative to the no-op baseline.
import { sizesIn, subjectsIn, toBaseline, type Report } from "./report.mts";
import { operations, subjects, type Operation, type SubjectName } from "./subjects.mts";

const PANEL = { width: 196, height: 250, gap: 22 };
const MARGIN = { left: 44, top: 64, right: 16 };
const LEGEND = { top: 48, line: 22 };
const WIDTH = MARGIN.left + operations.length * (PANEL.width + PANEL.gap) - PANEL.gap + MARGIN.right;
const BOTTOM = MARGIN.top + PANEL.height;
const TITLE = "Time relative to the no-op baseline, by number of connections";

export function chartOf(report: Report): string {
  const names = subjectsIn(report);
  const height = BOTTOM + LEGEND.top + names.length * LEGEND.line;
  const top = Math.max(1.25, ...report.measurements.map((each) => toBaseline(report, each)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-labelledby="title">`,
    `<title id="title">${TITLE}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(MARGIN.left, 24, TITLE, 'font-size="15" font-weight="600"'),
    ...operations.map((operation, index) => panel(report, operation, index, top)),
    ...names.map(legend),
    "</svg>\n",
  ].join("\n");
}

function panel(report: Report, operation: Operation, index: number, top: number): string {
  const sizes = sizesIn(report);
  const left = MARGIN.left + index * (PANEL.width + PANEL.gap);
  const step = (PANEL.width - 20) / Math.max(1, sizes.length - 1);
  const x = (size: number) => round(left + 10 + sizes.indexOf(size) * step);
  const y = (ratio: number) => round(BOTTOM - (PANEL.height * ratio) / top);
  const marks = Array.from({ length: Math.floor(top / 0.25) + 1 }, (_, quarter) => quarter * 0.25);
  const grid = marks.map(
    (mark) =>
      stroke([left, y(mark), left + PANEL.width, y(mark)], mark === 1 ? "#999999" : "#e4e4e4", "", 1) +
      (index === 0 ? text(left - 8, y(mark) + 4, mark.toFixed(2), 'text-anchor="end" fill="#555555"') : ""),
  );
  const axis = sizes.map((size) =>
    text(x(size), BOTTOM + 18, String(size), 'text-anchor="middle" fill="#555555"'),
  );
  const lines = subjectsIn(report).map((subject) => {
    const ratio = (size: number) => toBaseline(report, { subject, size, operation });
    return line(
      subject,
      sizes.map((size) => [x(size), y(ratio(size))] as const),
    );
  });
  return [text(left, MARGIN.top - 12, operation, 'font-weight="600"'), ...grid, ...axis, ...lines].join("\n");
}

function line(subject: SubjectName, points: readonly (readonly [number, number])[]): string {
  const { colour, dash } = subjects[subject];
  const dots = points.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`);
  return stroke(points.flat(), colour, dash) + dots.join("");
}

/** A line for each subject: side by side, the texts don't fit. */
function legend(subject: SubjectName, index: number): string {
  const y = BOTTOM + LEGEND.top + index * LEGEND.line;
  const { about, colour, dash } = subjects[subject];
  const sample = stroke([MARGIN.left, y, MARGIN.left + 34, y], colour, dash);
  return sample + text(MARGIN.left + 42, y + 4, `${subject}: ${about}`, "");
}

function stroke(points: readonly number[], colour: string, dash = "", width = 2): string {
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dash}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${x}" y="${y}" ${attributes}>${content}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
