// Every code block in the pages: programs compile, commands exist, data parses, output comes from a test.
import { parse as parseYaml } from "yaml";
import { problemOf } from "./commands";
import { problemsIn } from "./compiler";
import { type Fence, fences, pages, read } from "./fences";
import { commandsIn } from "./shell";

const all = fences();
const place = ({ page, line }: Fence) => `${page}:${line}`;
const inLanguage = (...languages: string[]) => all.filter(({ language }) => languages.includes(language));

test("every block has a language that a test knows", () => {
  const known = ["ts", "js", "sh", "console", "text", "json", "yaml", "mermaid", "go", "python"];
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/drift.md"]));
  expect(all.filter(({ language }) => !known.includes(language)).map(place)).toEqual([]);
});

test("every program compiles against the built package, and a wrong one does not", () => {
  const programs = inLanguage("ts");
  expect(programs.length).toBeGreaterThan(10);
  const foreign = `new ModelConnection("a", { provider: "Open AI", model: "m", baseUrl: "https://x", apiKey });`;
  const missing = `new ModelConnection("b", { provider: "API", apiKey });`;
  const problems = problemsIn([...programs.map(({ text }) => text), foreign, missing]);
  expect(programs.map((fence, index) => [place(fence), ...problems[index]!])).toEqual(
    programs.map((fence) => [place(fence)]),
  );
  expect(problems.slice(programs.length).map(({ length }) => length)).toEqual([1, 1]);
});

test("every program in another language is an example, or parts of a program that a test runs", () => {
  const programs = inLanguage("go", "python");
  expect(programs.length).toBeGreaterThan(1);
  const examples = ["go-quickstart/main.go", "python-quickstart/__main__.py"].map((path) =>
    read(`examples/${path}`),
  );
  const tested = withoutTabs(read("test/showcase/go.test.ts"));
  const isTested = ({ text }: Fence) =>
    withoutTabs(text)
      .split(/^\/\/ …\n/m)
      .every((part) => tested.includes(part));
  const others = programs.filter((each) => !examples.includes(each.text) && !isTested(each));
  expect(others.map(place)).toEqual([]);
});

function withoutTabs(text: string): string {
  return text.replaceAll(/^\t+/gm, "");
}

test("every command exists", () => {
  const commands = inLanguage("sh", "console").flatMap(commandsIn);
  expect(commands.length).toBeGreaterThan(20);
  const problems = commands.map((command) => [command.place, problemOf(command)] as const);
  expect(problems.filter(([, problem]) => problem !== undefined)).toEqual([]);
});

test.each([
  ["npm run nothing", "there is no script nothing"],
  ["npx pulumi-model-connections lisst", "model-connections has no lisst"],
  ["npx pulumi-model-connections list --jsno", "list has no --jsno"],
  ["MODEL=1 npx pulumi-model-connections list --status IDLE", expect.stringContaining("IDLE")],
  ["cd a && npx pulumi-model-connections import a b", "import takes 1 arguments"],
  ["node dist/cli/mian.js", "there is no cli/mian.ts"],
])("a wrong command is found: %s", (text, problem) => {
  const fence = { page: "", line: 1, language: "sh", text, outputOf: undefined, excerptOf: undefined };
  expect(commandsIn(fence).map(problemOf)).toContainEqual(problem);
});

test("every variable of the package is one that the page of settings lists", () => {
  const variables = pages
    .flatMap((page) => [...read(page).matchAll(/MODEL_CONNECTIONS_\w+/g)])
    .map(([name]) => name);
  const settings = read("docs/settings.md");
  expect([...new Set(variables)].filter((name) => !settings.includes(`\`${name}\``))).toEqual([]);
});

test("every console output comes from a test", () => {
  const outputs = inLanguage("console");
  expect(outputs.filter(({ outputOf, excerptOf }) => !outputOf && !excerptOf).map(place)).toEqual([]);
});

test("every piece of data parses", () => {
  for (const { text } of inLanguage("json")) expect(() => JSON.parse(text) as unknown).not.toThrow();
  for (const { text } of inLanguage("yaml")) expect(() => parseYaml(text) as unknown).not.toThrow();
});
