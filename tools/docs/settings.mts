// docs/settings.md: the rows of provider/settings.ts, with the lines that document them.
import { SETTINGS, type Setting } from "../../dist/provider/settings.js";
import { code, page, table } from "./markdown.mts";
import { documented } from "./source.mts";

export function settingsPage(): Promise<string> {
  const lines = documented("provider/provider.ts", "ModelConnectionsProviderArgs");
  const rows = Object.entries<Setting>(SETTINGS).map(([name, setting]) => {
    const line = lines.find((each) => each.name === name);
    if (line === undefined) throw new Error(`ModelConnectionsProviderArgs doesn't document ${name}.`);
    if (line.fallback !== textOf(setting.fallback))
      throw new Error(`@default of ${name} isn't ${textOf(setting.fallback) ?? "absent"}.`);
    const { variable } = setting;
    return [code(name), variable === undefined ? "" : code(variable), valuesOf(name, setting), line.text];
  });
  return page(
    "Settings",
    "Where the platform is, with which key, and how patiently to ask. Each setting is looked for in this order:",
    [
      "1. the arguments of an explicit `ModelConnectionsProvider`, where a resource has one: then nothing of the stack's configuration counts for it;",
      "2. the stack's configuration: `pulumi config set model-connections:<setting> <value>`, the key with `--secret`;",
      "3. the environment of the `pulumi` command, for those that have a variable.",
    ].join("\n"),
    table(["setting", "variable", "values", "what it is"], rows),
    "A setting that is missing or out of bounds fails at preview; the message names all of them and how to set each.",
    HOSTS,
    LAST_UP,
  );
}

function textOf(fallback: Setting["fallback"]): string | undefined {
  return fallback === undefined ? undefined : String(fallback);
}

function valuesOf(name: string, { fallback, least, most }: Setting): string {
  if (fallback === undefined) return `required${name === "apiKey" ? ", a secret" : ""}`;
  const default_ = `, default ${code(String(fallback))}`;
  return least === undefined ? `\`true\` or \`false\`${default_}` : `${least} to ${most ?? ""}${default_}`;
}

const HOSTS = `## Forms of \`host\`

\`platform.example.com\`, \`platform.example.com:8443\` and \`https://platform.example.com\` all do; \`/api/public\` is added, and may be there already. A host of this machine (\`127.0.0.1\`, \`localhost\`) without a scheme is asked by http, every other one by https.`;

const LAST_UP = `## Which settings \`refresh\` and \`destroy\` have

Without \`--run-program\` both have the configuration of the last \`up\`, whatever has been set since. The environment is read at every run.`;
