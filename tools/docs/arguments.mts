// docs/arguments.md: for each provider its arguments, from the rows of fields.ts and the lines that document them.
import { ARGUMENTS } from "../../dist/provider/model-connection/check.js";
import {
  FIELDS,
  type Field,
  type ImmutableField,
  MODEL_PROVIDERS,
  type ModelProviderName,
} from "../../dist/provider/model-connection/fields.js";
import { changeOf } from "./changes.mts";
import { code, page, table } from "./markdown.mts";
import { type Documented, documented } from "./source.mts";

const SOURCE = "provider/model-connection/resource.ts";
const ARGS: Record<ModelProviderName, string> = {
  API: "CustomApiArgs",
  "Open AI": "OpenAiArgs",
  "Azure Open AI": "AzureOpenAiArgs",
  Anthropic: "AnthropicArgs",
};
const KEYS = ["KeyAsValue", "KeyFromEnvironment"];

export function argumentsPage(): Promise<string> {
  const common = [...documented(SOURCE, "CommonArgs"), ...KEYS.flatMap((type) => documented(SOURCE, type))];
  const own = MODEL_PROVIDERS.map((provider) => ownSection(provider, documented(SOURCE, ARGS[provider])));
  const told = new Set([...common, ...own.flatMap(({ lines }) => lines)].map(({ name }) => name));
  const silent = ARGUMENTS.filter((name) => name !== "provider" && !told.has(name));
  if (silent.length > 0) throw new Error(`${SOURCE} doesn't document ${silent.join(", ")}.`);
  return page(
    "Arguments",
    `\`provider\` says which arguments there are: ${MODEL_PROVIDERS.map((name) => code(`"${name}"`)).join(", ")}. One that belongs to another provider doesn't compile, and one that is missing doesn't either. All but \`provider\` take outputs of other resources. Another \`provider\` is a ${changeOf("Open AI", "provider")}.`,
    ...own.map(({ text }) => text),
    "## Every provider",
    "`apiKey`, or `apiKeyEnv` with `apiKeyVersion`; the others can be left out.",
    table(
      ["argument", "what it is", "default", "in the API", "a change"],
      common.map((line) => [
        code(line.name),
        meaningOf(line),
        line.fallback ?? "",
        wireOf(line.name),
        everywhere(line),
      ]),
    ),
    "[What a change does](../README.md#what-a-change-does) has what isn't a change of one argument: from `apiKey` to `apiKeyEnv`, another host, other names in the program.",
  );
}

function ownSection(provider: ModelProviderName, lines: readonly Documented[]) {
  const expected = (Object.keys(FIELDS) as ImmutableField[]).filter((name) => isOwn(name, provider));
  const given = lines.map(({ name }) => name);
  if (given.join() !== expected.join())
    throw new Error(`${ARGS[provider]} documents ${given.join()}, the rows have ${expected.join()}.`);
  const rows = lines.map((line) => [
    code(line.name),
    meaningOf(line),
    wireOf(line.name),
    changeOf(provider, line.name),
  ]);
  const head = ["argument", "what it is", "in the API", "a change"];
  return { lines, text: `## Provider "${provider}"\n\n${table(head, rows)}` };
}

/** The line without the sentences that have columns of their own. */
function meaningOf({ text }: Documented): string {
  return text.replace(/ (?:Reference:|A change) (?:[^.`]|`[^`]*`)*\./g, "");
}

/** Those that all providers have stand in a table of their own. */
function isOwn(name: ImmutableField, provider: ModelProviderName): boolean {
  const { providers }: Field = FIELDS[name];
  return providers.length < MODEL_PROVIDERS.length && providers.includes(provider);
}

function wireOf(name: string): string {
  const { wire }: Partial<Field> = (FIELDS as Partial<Record<string, Field>>)[name] ?? {};
  if (wire === undefined) return name === "apiKey" || name === "apiKeyEnv" ? "`fields.API_KEY`" : "";
  return code("top" in wire ? wire.top : `fields.${wire.field}`);
}

/** The change of a common argument, with the providers that take it otherwise than most. */
function everywhere({ name }: Documented): string {
  const usual = changeOf("Open AI", name);
  const others = MODEL_PROVIDERS.filter((provider) => changeOf(provider, name) !== usual);
  return [
    usual,
    ...others.map((provider) => `${changeOf(provider, name)} for ${code(`"${provider}"`)}`),
  ].join("; ");
}
