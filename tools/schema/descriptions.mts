// What the doc comments of provider/ say about each argument and output.
import { type Documented, documented } from "../docs/source.mts";

/** The types that document arguments, with what applies to only some connections. */
const ARGUMENTS = {
  CommonArgs: "",
  KeyAsValue: "",
  KeyFromEnvironment: "",
  CustomApiArgs: 'Provider "API" with a key',
  OpenAiArgs: "Open AI",
  AzureOpenAiArgs: "Azure Open AI",
  AnthropicArgs: "Anthropic",
  EndpointArgs: 'Provider "API" with an endpoint',
  KnownFormatArgs: "An endpoint with a known format",
  FromScratchArgs: "An endpoint described from scratch",
};

export function describedArguments(): Map<string, string> {
  const all = Object.entries(ARGUMENTS).flatMap(([type, applies]) =>
    documented(type).map((each) => ({ name: each.name, applies, text: textOf(each) })),
  );
  const names = new Set(all.map(({ name }) => name));
  return new Map(
    [...names].map((name) => {
      const texts = all.filter((each) => each.name === name);
      const [first] = texts;
      const isOne = texts.every(({ text }) => text === first?.text);
      const parts = texts.map(({ applies, text }) => (applies === "" ? text : `${applies}: ${text}`));
      return [name, isOne && first !== undefined ? first.text : parts.join("\n\n")];
    }),
  );
}

export function described(type: string): Map<string, string> {
  return new Map(documented(type).map((each) => [each.name, textOf(each)]));
}

function textOf({ text, fallback }: Documented): string {
  return fallback === undefined ? text : `${text} Default: ${fallback}.`;
}
