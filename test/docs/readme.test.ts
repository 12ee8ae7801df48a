// README: short, and its table of arguments agrees with the generated tables in docs/arguments.md.
import { read } from "./fences";

const readme = read("README.md");

test("README has at most 200 lines", () => {
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});

test("README lists every argument with its providers", () => {
  const sections = read("docs/arguments.md").split("\n## ").slice(1);
  const expected = new Map([["provider", ["all"]]]);
  for (const section of sections) {
    const [, provider = "all"] = /^Provider "(.*)"/.exec(section) ?? [];
    for (const [name] of rowsOf(section)) expected.set(name, [...(expected.get(name) ?? []), provider]);
  }
  const [, section = ""] = readme.split("\n## Arguments\n");
  const listed = rowsOf(section.split("\n## ")[0] ?? "").map(([name, providers]) => [
    name,
    providers.split(", "),
  ]);
  expect(new Map(listed as [string, string[]][])).toEqual(expected);
});

/** The first two cells of each row that begins with a name in backticks. */
function rowsOf(text: string): [string, string][] {
  return [...text.matchAll(/^\| `(\w+)` +\| (.*?) +\|/gm)].map(([, name = "", second = ""]) => [
    name,
    second,
  ]);
}
