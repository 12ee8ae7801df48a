// Which lines of the demo its moving picture shows, and how: without what differs from run to run.

/** The line as the picture shows it, or nothing: headlines, commands and what was confirmed, not their output. */
export function partOfStory(line: string): string[] {
  if (/^── /.test(line)) return ["", line.replace(/─{3,}$/, "──")];
  if (!/^(\$ pulumi|✓|5 connections made)/.test(line)) return [];
  return [
    line
      .replace(/ \\$/, " …")
      .replace(/cn-[0-9a-f-]{36}/g, "cn-…")
      .replace(/(--secret \w+) .*$/, "$1 …")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…")
      .replace(/; \d+ reads.*$/, "."),
  ];
}
