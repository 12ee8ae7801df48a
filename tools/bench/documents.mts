// Writes what the docs show: docs/benchmarks.json, .md, .svg and .png.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { chartOf } from "./chart.mts";
import { limits } from "./limits.mts";
import { sizesIn, type Report } from "./report.mts";
import type { ScalePart } from "./scale.mts";
import { titles } from "./subject.mts";
import { connections, type Table } from "./table.mts";
import { tablesOf } from "./tables.mts";

const docs = (extension: string) =>
  fileURLToPath(new URL(`../../docs/benchmarks.${extension}`, import.meta.url));

export function storedReport(): Report {
  return JSON.parse(readFileSync(docs("json"), "utf8")) as Report;
}

export async function writeDocuments(report: Report): Promise<void> {
  const texts = await textsOf(report);
  for (const [extension, text] of Object.entries(texts)) writeFileSync(docs(extension), text);
  await picture(texts.svg, docs("png"));
}

/** All but the picture, by extension. */
export async function textsOf(report: Report): Promise<Record<"json" | "md" | "svg", string>> {
  const formatted = (text: string, parser: string) => prettier.format(text, { parser, printWidth: 110 });
  return {
    json: await formatted(JSON.stringify(report), "json"),
    md: await formatted(pageOf(report), "markdown"),
    svg: chartOf(report),
  };
}

function pageOf(report: Report): string {
  const { cores, node, platform } = report.machine;
  const missing = Object.entries(report.missing).map(
    ([subject, why]) => `${subject} could not be run: ${why}.`,
  );
  return [
    "# Benchmarks",
    "Made by `npm run bench -- --full --write`. Each number comes from the real Pulumi engine with its file backend, against the emulator " +
      `on the same machine (${cores} cores, Node ${node}, ${platform}). Seconds are that machine's; what holds elsewhere are the ratios. ` +
      "They are medians of ratios of the same run, in which the subjects take turns.",
    "![For each operation, the time of each subject as a part of the floor's, over the number of connections.](benchmarks.png)",
    Object.entries(titles)
      .map(([subject, title]) => `- **${subject}**: ${title}`)
      .join("\n"),
    `A rotation is an \`up\` with a new key for a tenth of the connections, and at least one. ${runsOf(report)} The same thing measured at different moments of the run differs by a tenth or two: compare within a table. All Pulumi commands run with \`--yes --skip-preview\`, programs in JavaScript. ${missing.join(" ")}`,
    apart(report.scale?.apart ?? []),
    ...tablesOf(report).map((table) => `## ${table.title}\n\n${markdown(table)}`),
    "## Limits\n\n`npm run bench -- --check` fails when one of these is broken. Why the ones of a refresh and of memory are where they are: " +
      "[decision 7](../decisions/0007-where-the-time-goes.md).",
    markdown({
      title: "",
      head: ["", "found", "at most"],
      rows: limits.map(({ what, most, of }) => [
        what,
        of(report)?.toFixed(2) ?? "not measured",
        String(most),
      ]),
    }),
  ].join("\n\n");
}

function runsOf(report: Report): string {
  const each = sizesIn(report).map((size) => {
    const { costs } = report.series.find((series) => series.size === size) ?? { costs: [] };
    return `with ${connections(size)} ${costs.length === 1 ? "once" : `${costs.length} times`}`;
  });
  return `Each operation was run ${each.join(", ")}.`;
}

function apart(parts: readonly ScalePart[]): string {
  const names = { rateLimits: "rate limits", memory: "collected memory", ways: "ways to bring many up" };
  const list = parts.map((part) => names[part]).join(", ");
  return parts.length === 0 ? "" : `Measured in runs of their own, with \`--again\`: ${list}.`;
}

function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

async function picture(svg: string, path: string): Promise<void> {
  const [{ chromium }, program, { findOrInstall }] = await Promise.all([
    import("playwright-core"),
    import("../chromium.mts"),
    import("../installed.mts"),
  ]);
  const browser = await chromium.launch({ executablePath: await findOrInstall(program.chromium) });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.setContent(`<body style="margin:0">${svg}</body>`);
    await page.locator("svg").screenshot({ path });
  } finally {
    await browser.close();
  }
}
