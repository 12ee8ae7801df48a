// The console output in the pages is what the real CLI prints for the life of one connection, command by command.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Fence, fences, read, repository, withOutput } from "../docs/fences";
import { commandsIn } from "../docs/shell";
import { startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";
import { settled } from "./transcript";

/** The program of the README, with other arguments or without the connection. */
const declaring = (args: object | undefined) => `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");
const config = new pulumi.Config();
const apiKey = config.requireSecret("openaiKey");
${args === undefined ? "" : `new ModelConnection("gpt4o", { apiKey, ...${JSON.stringify(args)} });`}
`;
const openAi = { provider: "Open AI", model: "gpt-4o" };
const faulty = { provider: "Azure Open AI", model: "GPT-4", deploymentID: "d", baseUrl: "https://a.example" };

const applied = ["--yes", "--skip-preview"];

/** A stack with its own platform; the output of what `shown` runs goes into the pages. */
async function open(seen: Map<string, string>) {
  const emulator = await startPlatform();
  const { host, apiKey, console } = emulator;
  const stack = await EngineStack.create({
    ...{ program: declaring(openAi), project: "models", host, apiKey },
    secrets: { "models:openaiKey": "sk-of-the-pages" },
  });
  const shown = async (name: string, ...args: string[]) => {
    const typed = args.filter((arg) => !applied.includes(arg));
    const { output } = await stack.run(...args);
    seen.set(name, settled(`$ pulumi ${typed.join(" ")}\n${output}`, host));
  };
  const quietly = async (command: "up" | "refresh") => {
    const ended = await stack[command]();
    if (ended.code !== 0) throw new Error(ended.output);
  };
  const newest = () => emulator.connections().at(-1)!.connectionId;
  return { stack, console, shown, quietly, newest };
}

async function drift(seen: Map<string, string>): Promise<void> {
  const { stack, console, shown, quietly, newest } = await open(seen);
  stack.program(declaring(faulty));
  await shown("faults", "preview");
  stack.program(declaring(openAi));
  await shown("plan", "preview", "--diff");
  await quietly("up");
  console.exchangeKey(newest(), "zz-of-somebody-else");
  await shown("exchanged-key", "refresh", "--preview-only", "--diff", "--expect-no-changes");
  await quietly("refresh");
  await shown("key-sent-again", "up", ...applied);
  console.changeModel(newest(), "gpt-4o-mini");
  await shown("changed-model", "refresh", ...applied);
  await shown("replacement", "preview", "--diff");
  await shown("replaced", "up", ...applied);
  console.setStatus(newest(), "INACTIVE");
  await shown("inactive", "refresh", ...applied);
  console.removeAll();
  await shown("all-gone", "refresh", ...applied);
  stack.env["MODEL_CONNECTIONS_ACCEPT_ALL_GONE"] = "true";
  await shown("accepted", "refresh", ...applied);
}

async function deletion(seen: Map<string, string>): Promise<void> {
  const { stack, shown, quietly } = await open(seen);
  await quietly("up");
  stack.program(declaring(undefined));
  await shown("retained", "up", ...applied);
  stack.program(declaring(openAi));
  await shown("taken-back", "up", ...applied);
}

async function scrub(seen: Map<string, string>): Promise<void> {
  const { stack, shown, quietly } = await open(seen);
  stack.program(declaring({ ...openAi, deletionPolicy: "scrub" }));
  await quietly("up");
  stack.program(declaring(undefined));
  await shown("scrubbed", "up", ...applied);
}

test("the console output in the pages is what Pulumi prints", async () => {
  const seen = new Map<string, string>();
  await drift(seen);
  await deletion(seen);
  await scrub(seen);
  const shown = fences().filter(
    ({ language, outputOf = "" }) => language === "console" && !isDoctor(outputOf),
  );
  if (process.env["DOCS_WRITE"] === "1") write(seen, shown);
  const texts = shown.filter(({ outputOf }) => outputOf !== undefined);
  const hint = "Otherwise: npm run docs:console";
  for (const { page, outputOf, text } of texts)
    expect([hint, page, outputOf, text]).toEqual([hint, page, outputOf, seen.get(outputOf!)]);
  for (const { page, excerptOf, text } of shown.filter((fence) => fence.excerptOf !== undefined))
    expect([page, excerptOf, ...linesNotIn(seen.get(excerptOf!) ?? "", text)]).toEqual([page, excerptOf]);
  const told = shown.map(({ outputOf, excerptOf }) => outputOf ?? excerptOf);
  expect([...seen.keys()].filter((name) => !told.includes(name))).toEqual([]);
});

test("every pulumi command in the pages exists and has the options", async () => {
  const stack = await EngineStack.create({ program: "" });
  const commands = fences()
    .filter(({ language }) => ["sh", "console"].includes(language))
    .flatMap(commandsIn)
    .filter(({ program }) => program === "pulumi");
  const bySubcommand = Map.groupBy(commands, ({ args }) => subcommandOf(args));
  expect([...bySubcommand.keys()]).toEqual(expect.arrayContaining(["up", "refresh", "config set"]));
  for (const [subcommand, lines] of bySubcommand) {
    const { output } = await stack.run(...subcommand.split(" "), "--help");
    expect([subcommand, namesOf(output).includes(subcommand)]).toEqual([subcommand, true]);
    const options = lines.flatMap(({ args }) => args.filter((arg) => arg.startsWith("-")));
    const missing = options.map((option) => option.split("=")[0]!).filter((option) => !has(output, option));
    expect([subcommand, ...missing]).toEqual([subcommand]);
  }
});

/** test/cli/doctor-page.test.ts compares these. */
function isDoctor(output: string): boolean {
  return output.startsWith("doctor-");
}

function write(seen: ReadonlyMap<string, string>, shown: readonly Fence[]): void {
  for (const { page, outputOf } of shown.filter((fence) => fence.outputOf !== undefined)) {
    const text = withOutput(read(page), outputOf!, seen.get(outputOf!) ?? "");
    writeFileSync(join(repository, page), text);
  }
}

/** Lines of the excerpt that don't follow one another in the complete text. */
function linesNotIn(complete: string, excerpt: string): string[] {
  const lines = complete.split("\n");
  let from = 0;
  return excerpt.split("\n").filter((line) => {
    const at = lines.indexOf(line, from);
    if (at >= 0) from = at;
    return at < 0;
  });
}

const GROUPS = ["config", "stack", "state"];

function subcommandOf([first = "", second = ""]: readonly string[]): string {
  return GROUPS.includes(first) && second !== "" && !second.startsWith("-") ? `${first} ${second}` : first;
}

/** The names of a command in its own help: the name, and the same with each alias. */
function namesOf(help: string): string[] {
  const name = /^Usage:\n +pulumi ([a-z]+(?: [a-z]+)?)/m.exec(help)?.[1] ?? "";
  const aliases = /^Aliases:\n +(.*)$/m.exec(help)?.[1]?.split(", ") ?? [];
  return [name, ...aliases.map((alias) => name.replace(/[a-z]+$/, alias))];
}

function has(help: string, option: string): boolean {
  return new RegExp(`(^|[ ,])${option}\\b`, "m").test(help);
}
