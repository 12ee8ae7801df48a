// Ordinary names in any script are unchanged in state, outputs, lookups and lists, and are not drift.
import { join } from "node:path";
import { expectSettled, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { openAi, program } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";

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

const declaring = program(
  "exports.names = {};",
  ...Object.entries(names).map(
    ([name, connectionName]) =>
      `exports.names.${name} = new ModelConnection("${name}", ${JSON.stringify({ ...openAi, connectionName })}).connectionName;`,
  ),
  'exports.listed = require("pulumi-model-connections").listConnections().apply((all) => all.map((each) => each.connectionName).sort());',
);

test("ordinary names are stored, shown and listed exactly as declared, and are not drift", async () => {
  expect(names["longest"]).toHaveLength(255);
  const emulator = await startPlatform({ uniqueKeys: false });
  const stack = await EngineStack.on(emulator, declaring);
  succeeded(await stack.up());
  const declared = Object.values(names).sort();
  const there = () =>
    emulator
      .connections()
      .map(({ connectionName }) => connectionName)
      .sort();
  expect(there()).toEqual(declared);
  expect(await identities(stack)).toMatchObject(
    Object.fromEntries(Object.entries(names).map(([logical, name]) => [logical, { name }])),
  );
  const refresh = succeeded(await stack.refresh("--diff", "--expect-no-changes"));
  expect(refresh.output).not.toContain("\ufffd");
  succeeded(await stack.up());
  await expectSettled(stack);
  expect(there()).toEqual(declared);

  const { stdout } = succeeded(await stack.run("stack", "output", "--json"));
  expect(JSON.parse(stdout)).toEqual({ names, listed: declared });
  Object.assign(stack.env, {
    MODEL_CONNECTIONS_HOST: emulator.host,
    MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey,
  });
  const cli = (...args: string[]) =>
    stack.exec(process.execPath, join(__dirname, "../../dist/cli/main.js"), ...args);
  const table = succeeded(await cli("list"));
  const json = succeeded(await cli("list", "--json"));
  const listed = JSON.parse(json.stdout) as { connectionName: string }[];
  expect(listed.map(({ connectionName }) => connectionName).sort()).toEqual(declared);
  for (const name of declared) {
    expect(json.stdout).toContain(JSON.stringify(name));
    // A table shows the first 200 characters.
    expect(table.stdout).toContain(name.length > 200 ? name.slice(0, 198) : name);
  }
  expect(table.stdout).not.toContain("\ufffd");
});
