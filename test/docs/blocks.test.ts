// Every block of code in the pages: programs compile, commands exist, data parses, output has been printed.
import { parse as parseYaml } from "yaml";
import { HANDLER } from "../../provider/program/handler";
import { commandFault, isJson } from "./commands";
import { faultsIn } from "./compiler";
import { type Fence, fences, isMade, pages } from "./fences";
import { diagramFault } from "./mermaid";
import { commandsIn } from "./shell";

const all = fences();
const place = ({ page, line }: Fence) => `${page}:${line}`;
const of = (...languages: string[]) => all.filter(({ language }) => languages.includes(language));

const checked = ["ts", "js", "sh", "console", "text", "json", "yaml", "mermaid"];

test("every block is in a language that is checked here", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/drift.md"]));
  expect(all.filter(({ language }) => !checked.includes(language)).map(place)).toEqual([]);
});

test("every program compiles against the built package, and a wrong one wouldn't", () => {
  const programs = of("ts");
  expect(programs.length).toBeGreaterThan(10);
  const foreign = `new ModelConnection("a", { provider: "Open AI", model: "m", baseUrl: "https://x", apiKey });`;
  const missing = `new ModelConnection("b", { provider: "API", apiKey });`;
  const faults = faultsIn([...programs.map(({ text }) => text), foreign, missing]);
  expect(programs.map((fence, index) => [place(fence), ...faults[index]!])).toEqual(
    programs.map((fence) => [place(fence)]),
  );
  expect(faults.slice(programs.length).map(({ length }) => length)).toEqual([1, 1]);
});

test("every script is the handler text, which is all the JavaScript that there is", () => {
  expect(of("js").map(({ text }) => text.trim())).toEqual([HANDLER]);
});

test("every command is one that there is", () => {
  const commands = of("sh", "console").flatMap(commandsIn);
  expect(commands.length).toBeGreaterThan(20);
  const faults = commands.flatMap((command) => {
    const fault = commandFault(command);
    return fault === undefined ? [] : [`${command.place}: ${fault}`];
  });
  expect(faults).toEqual([]);
});

test.each([
  ["npm run nothing", "there is no script nothing"],
  ["npx model-connections lisst", "model-connections has no lisst"],
  ["npx model-connections list --jsno", "list has no --jsno"],
  ["npx model-connections list --status IDLE", expect.stringContaining("IDLE")],
  ["node dist/cli/main.js import a b", "import takes 1 arguments"],
  ["MODEL_CONNECTIONS_HOTS=a pulumi up", "MODEL_CONNECTIONS_HOTS is no setting"],
  ["terraform apply", "terraform is a command that nothing checks"],
  [`curl https://a.example/api/public/connections -d '{"a": }'`, "the body is no JSON"],
])("the check turns away: %s", (text, fault) => {
  const fence = { page: "", line: 1, language: "sh", text, outputOf: undefined, excerptOf: undefined };
  expect(commandsIn(fence).map(commandFault)).toEqual([fault]);
});

test("every output is one that a test on the engine has seen, or that npm run docs has made", () => {
  const told = of("console").filter(({ outputOf, excerptOf }) => (outputOf ?? excerptOf) === undefined);
  expect(told.map(place)).toEqual([]);
  expect(
    of("text")
      .filter(({ page }) => !isMade(page))
      .map(place),
  ).toEqual([]);
});

test("every piece of data parses", () => {
  expect(
    of("json")
      .filter(({ text }) => !isJson(text))
      .map(place),
  ).toEqual([]);
  for (const { text } of of("yaml")) expect(() => parseYaml(text) as unknown).not.toThrow();
});

test("every picture is made of lines that Mermaid knows", () => {
  const pictures = of("mermaid");
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.flatMap((fence) => diagramFault(fence.text) ?? [])).toEqual([]);
  expect(diagramFault("stateDiagram-v2\n  a -> b")).toBe("a -> b");
});
