// README against the code: what it lists is what there is.
import { SETTINGS } from "../../provider/settings";
import { ARGUMENTS } from "../../provider/model-connection/check";
import { FIELDS, type ImmutableField, MODEL_PROVIDERS } from "../../provider/model-connection/fields";
import { read } from "./fences";

const readme = read("README.md");

test("the table of arguments has every argument with its providers", () => {
  const rows = tableBelow("## Arguments");
  expect(rows.map(([name]) => name)).toEqual(ARGUMENTS);
  for (const [name, providers] of rows) {
    const field = FIELDS[name as ImmutableField] as { providers: readonly string[] } | undefined;
    const expected = field?.providers ?? MODEL_PROVIDERS;
    expect([name, providers]).toEqual([
      name,
      expected.length === MODEL_PROVIDERS.length ? "all" : expected.join(", "),
    ]);
  }
});

test("every output is named", () => {
  const declared = read("provider/model-connection/resource.ts").matchAll(
    /declare readonly (\w+): pulumi\.Output/g,
  );
  const names = [...declared].map(([, name]) => name);
  expect(names).toContain("maskedApiKey");
  expect(namesIn("## Outputs").slice(0, names.length + 1)).toEqual(["id", ...names]);
});

test("every setting is named", () => {
  expect(namesIn("## Settings")).toEqual(expect.arrayContaining(Object.keys(SETTINGS)));
});

function sectionOf(heading: string): string {
  return readme.slice(readme.indexOf(`\n${heading}\n`) + 1).split(/\n## /)[0] ?? "";
}

/** What stands in backticks, in its order. */
function namesIn(heading: string): string[] {
  return [...sectionOf(heading).matchAll(/`([^`\n]+)`/g)].map(([, name = ""]) => name);
}

/** The first two cells of each row of the first table after a heading, without backticks. */
function tableBelow(heading: string): [string, string][] {
  const table =
    sectionOf(heading)
      .split("\n\n")
      .find((part) => part.startsWith("|")) ?? "";
  const [, , ...rows] = table.trim().split("\n");
  return rows.map((row) => {
    const [, first = "", second = ""] = row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("`", ""));
    return [first, second];
  });
}
