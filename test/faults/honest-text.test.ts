// Ordinary names in any script are unchanged in state, outputs, lookups and lists, and are not drift.
import { join } from "node:path";
import { bothProviders, nativeProvider } from "../support/both-providers";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { connection, openAi, program } from "../support/program";
import { identities } from "../support/state";
import { yamlProgram } from "../support/yaml";

const names: Record<string, string> = {
  emoji: "👩‍💻 gpt 🏳️‍🌈 prod",
  arabic: "نموذج العربية للدعم",
  hebrew: "מודל השפה (ייצור)",
  persian: "می‌خواهم مدل",
  composed: "modèle à çédille".normalize("NFC"),
  decomposed: "modèle à çédille, décomposé".normalize("NFD"),
  devanagari: "क्‍ष मॉडल",
  ideographs: "日本語モデルの接続",
  long: "x".repeat(255),
  longest: "👩‍💻".repeat(51),
};

const declared = Object.entries(names).map(
  ([name, connectionName]) => [name, { ...openAi, connectionName }] as const,
);

/** Both export the names, and every connection that the platform lists. */
const programs = {
  javascript: program(
    "exports.names = {};",
    ...declared.map(
      ([name, args]) => `exports.names.${name} = (${connection(name, args).slice(0, -1)}).connectionName;`,
    ),
    'exports.listed = require("pulumi-model-connections").listConnections();',
  ),
  yaml: yamlProgram(Object.fromEntries(declared.map(([name, properties]) => [name, { properties }])), {
    variables: { all: { "fn::invoke": { function: "model-connections:listConnections", arguments: {} } } },
    outputs: {
      names: Object.fromEntries(Object.keys(names).map((name) => [name, `\${${name}.connectionName}`])),
      listed: "${all.connections}",
    },
  }),
};

describe.each(bothProviders)("$name", (provider) => {
  test("ordinary names are stored, shown and listed exactly as declared, and are not drift", async () => {
    expect(names["longest"]).toHaveLength(255);
    const emulator = await startPlatform({ uniqueKeys: false });
    const stack = await provider.on(
      emulator,
      provider === nativeProvider ? programs.yaml : programs.javascript,
    );
    succeeded(await stack.up());
    const sorted = Object.values(names).sort();
    const there = () =>
      emulator
        .connections()
        .map(({ connectionName }) => connectionName)
        .sort();
    expect(there()).toEqual(sorted);
    expect(await identities(stack)).toMatchObject(
      Object.fromEntries(Object.entries(names).map(([logical, name]) => [logical, { name }])),
    );
    const refresh = succeeded(await stack.refresh("--diff", "--expect-no-changes"));
    expect(refresh.output).not.toContain("\ufffd");
    succeeded(await stack.up());
    await expectSettled(stack);
    expect(there()).toEqual(sorted);

    const { stdout } = succeeded(await stack.run("stack", "output", "--json"));
    const outputs = JSON.parse(stdout) as { names: object; listed: { connectionName: string }[] };
    expect(outputs.names).toEqual(names);
    expect(outputs.listed.map(({ connectionName }) => connectionName).sort()).toEqual(sorted);
    Object.assign(stack.env, {
      MODEL_CONNECTIONS_HOST: emulator.host,
      MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey,
    });
    const cli = (...args: string[]) =>
      stack.exec(process.execPath, join(__dirname, "../../dist/cli/main.js"), ...args);
    const table = succeeded(await cli("list"));
    const json = succeeded(await cli("list", "--json"));
    const listed = JSON.parse(json.stdout) as { connectionName: string }[];
    expect(listed.map(({ connectionName }) => connectionName).sort()).toEqual(sorted);
    for (const name of sorted) {
      expect(json.stdout).toContain(JSON.stringify(name));
      // A table shows the first 200 characters.
      expect(table.stdout).toContain(name.length > 200 ? name.slice(0, 198) : name);
    }
    expect(table.stdout).not.toContain("\ufffd");
  });
});
