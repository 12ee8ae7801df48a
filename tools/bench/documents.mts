// Writes what the docs show: docs/benchmarks.json, .md, .svg and .png.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { chromium } from "playwright-core";
import { chromium as program } from "../chromium.mts";
import { findOrInstall } from "../installed.mts";
import { chartOf } from "./chart.mts";
import { limits } from "./limits.mts";
import type { Report } from "./report.mts";
import { titles } from "./subject.mts";
import type { Table } from "./table.mts";
import { tablesOf } from "./tables.mts";

const docs = (extension: string) =>
  fileURLToPath(new URL(`../../docs/benchmarks.${extension}`, import.meta.url));

export function storedReport(): Report {
  return JSON.parse(readFileSync(docs("json"), "utf8")) as Report;
}

export async function writeDocuments(report: Report): Promise<void> {
  const formatted = (text: string, parser: string) => prettier.format(text, { parser, printWidth: 110 });
  writeFileSync(docs("json"), await formatted(JSON.stringify(report), "json"));
  writeFileSync(docs("md"), await formatted(pageOf(report), "markdown"));
  const chart = chartOf(report);
  writeFileSync(docs("svg"), chart);
  await picture(chart, docs("png"));
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
    `A rotation is an \`up\` with a new key for a tenth of the connections. All Pulumi commands run with \`--yes --skip-preview\`, programs in JavaScript. ${missing.join(" ")}`,
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

function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

async function picture(svg: string, path: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: await findOrInstall(program) });
  try {
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.setContent(`<body style="margin:0">${svg}</body>`);
    await page.locator("svg").screenshot({ path });
  } finally {
    await browser.close();
  }
}
