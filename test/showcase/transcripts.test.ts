// The console output in the pages is what the real CLI prints for the life of one connection, command by command.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Fence, fences, read, repository, withOutput } from "../docs/fences";
import { commandsIn } from "../docs/shell";
import { startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
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
  return { stack, host, console, shown, quietly, newest };
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

/** One connection of each provider, with keys that are derived from one secret. */
const ofEachProvider = `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");
const secret = new pulumi.Config().requireSecret("openaiKey");
const key = (name) => secret.apply((text) => text + "-" + name);
// Each depends on the one before, so that the order of the output is fixed.
const custom = new ModelConnection("custom", { provider: "API", baseUrl: "https://api.example.com", apiKey: key("custom") });
const azure = new ModelConnection("azure", { provider: "Azure Open AI", model: "GPT-4", apiVersion: "2024-08-01-preview", resourceName: "my-resource", deploymentId: "my-deployment", apiKey: key("azure") }, { dependsOn: custom });
const claude = new ModelConnection("claude", { provider: "Anthropic", model: "claude-3-5-haiku-20241022", apiKey: key("claude") }, { dependsOn: azure });
new ModelConnection("gpt4o", { provider: "Open AI", model: "gpt-4o", apiKey: key("gpt4o") }, { dependsOn: claude });
`;

async function plans(seen: Map<string, string>): Promise<void> {
  const { stack, shown, quietly } = await open(seen);
  stack.program(ofEachProvider);
  await shown("plan-first", "preview");
  await quietly("up");
  await stack.setConfig({}, { secrets: { "models:openaiKey": "sk-of-the-next-month" } });
  await shown("plan-rotation", "preview", "--diff");
  await quietly("up");
  stack.program(ofEachProvider.replace('"gpt4o", {', '"chat", {'));
  await shown("plan-renamed", "preview");
  stack.program(ofEachProvider.replace('model: "gpt-4o"', 'model: "gpt-5"'));
  await shown("plan-replacement", "preview");

  const other = await open(seen);
  const draft = { provider: "Open AI", model: "gpt-4o", connectionName: "Chat" } as const;
  other.console.create({ ...draft, fields: { API_KEY: "sk-of-the-console" } });
  other.stack.program(declaring({ ...openAi, connectionName: "Chat", adopt: true, status: "ACTIVE" }));
  await other.shown("plan-adoption", "preview");
  await other.quietly("up");
  other.stack.program(declaring({ ...openAi, connectionName: "Chat", status: "ACTIVE" }));
  other.console.setStatus(other.newest(), "INACTIVE");
  await other.shown("plan-status", "refresh", "--preview-only", "--diff", "--expect-no-changes");
  await other.quietly("refresh");
  await other.shown("plan-status-up", "preview", "--diff");
}

async function interrupted(seen: Map<string, string>): Promise<void> {
  const { stack, shown, quietly } = await open(seen);
  await quietly("up");
  stack.program(declaring(undefined));
  await quietly("up");
  stack.program(declaring(openAi));
  await shown("plan-reclaimed", "preview");
}

/** Each waits for the one before. */
const reported = `
const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");
const apiKey = new pulumi.Config().requireSecret("openaiKey");
const claude = new ModelConnection("claude", { provider: "Anthropic", model: "claude-3-5-haiku-20241022", apiKey, status: "ACTIVE" });
const gpt4o = new ModelConnection("gpt4o", { provider: "Open AI", model: "gpt-4o", apiKey }, { dependsOn: claude });
new ModelConnection("mini", { provider: "Open AI", model: "gpt-4o-mini", apiKey }, { dependsOn: gpt4o });
`;

/** The drift report of the pipelines' script: none, a check that fails, and a mixture. */
async function reports(seen: Map<string, string>): Promise<void> {
  const script = "pipelines/model-connections.sh";
  const prepared = async (text: string) => {
    const opened = await open(seen);
    const { stack, host } = opened;
    cpSync(join(repository, script), join(stack.folder, script));
    stack.env["MODEL_CONNECTIONS_HOST"] = host;
    stack.program(text);
    await opened.quietly("up");
    const report = async (name: string) => {
      const { output } = await stack.exec("/bin/sh", script, "drift");
      seen.set(name, settled(`$ sh ${script} drift\n${output}`, host));
    };
    return { ...opened, report };
  };
  const one = await prepared(declaring(openAi));
  await one.report("report-none");
  await one.stack.setConfig({}, { secrets: { "model-connections:apiKey": "a-wrong-key" } });
  await one.quietly("up");
  await one.report("report-failed");

  const { stack, console, report } = await prepared(reported);
  const ids = await identities(stack);
  console.setStatus(ids["claude"]!.id, "INACTIVE");
  console.exchangeKey(ids["gpt4o"]!.id, "zz-of-somebody-else");
  console.remove(ids["mini"]!.id);
  await report("report-drift");
}

test("the console output in the pages is what Pulumi prints", async () => {
  const seen = new Map<string, string>();
  await reports(seen);
  await plans(seen);
  await interrupted(seen);
  await drift(seen);
  await deletion(seen);
  await scrub(seen);
  if (process.env["DOCS_WRITE"] === "1") write(seen, blocks());
  const shown = blocks();
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

function blocks(): Fence[] {
  return fences().filter(({ language, outputOf = "" }) => language === "console" && !isDoctor(outputOf));
}

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

const GROUPS = ["config", "stack", "state", "plugin", "package"];

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
