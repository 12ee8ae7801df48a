// Reads and writes docs/benchmarks.json, .md, .svg and .png.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { chartOf } from "./chart.mts";
import { pageOf } from "./page.mts";
import type { Report } from "./report.mts";

const file = (extension: string) =>
  fileURLToPath(new URL(`../../docs/benchmarks.${extension}`, import.meta.url));

export function storedReport(): Report {
  return JSON.parse(readFileSync(file("json"), "utf8")) as Report;
}

export async function writeDocs(report: Report): Promise<void> {
  const texts = await textsOf(report);
  for (const [extension, text] of Object.entries(texts)) writeFileSync(file(extension), text);
  await writePicture(texts.svg, file("png"));
}

/** All but the picture, by extension. */
export async function textsOf(report: Report): Promise<Record<"json" | "md" | "svg", string>> {
  return {
    json: await formatted(JSON.stringify(report), "json"),
    md: await formatted(pageOf(report), "markdown"),
    svg: chartOf(report),
  };
}

export function formatted(text: string, parser: "json" | "markdown"): Promise<string> {
  return prettier.format(text, { parser, printWidth: 110 });
}

async function writePicture(svg: string, path: string): Promise<void> {
  const { chromium } = await import("playwright-core");
  const { chromium: program } = await import("../chromium.mts");
  const { findOrInstall } = await import("../installed.mts");
  const browser = await chromium.launch({ executablePath: await findOrInstall(program) });
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.setContent(`<body style="margin:0">${svg}</body>`);
  await page.locator("svg").screenshot({ path });
  await browser.close();
}
