// Connections that people created in the console: the command imports them, one up adopts them, and nothing else changes.
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { fillByConsole } from "../cli/estate";
import { expectSettled } from "../support/outcomes";
import { startPlatform, writesTo } from "../support/platform";
import { EngineStack } from "../support/stack";
import { managed } from "../support/state";

const command = join(__dirname, "../../dist/cli/main.js");

test("40 connections of the console are imported, adopted without a POST, and settled", async () => {
  const emulator = await startPlatform({ defaultLimit: 10 });
  const before = fillByConsole(emulator);
  expect(before).toHaveLength(40);
  const stack = await EngineStack.create({
    ...{ project: "model-connections", program: "", typescript: true, timeoutMs: 300_000 },
    ...{ host: emulator.host, apiKey: emulator.apiKey },
  });

  const written = join(stack.folder, "written");
  const environment = {
    MODEL_CONNECTIONS_HOST: emulator.host,
    MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey,
  };
  const { stdout: out } = await promisify(execFile)(process.execPath, [command, "import", written], {
    env: { ...process.env, ...environment },
  });
  expect(out).toContain(`Wrote 40 connections to ${written}.`);
  for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "index.ts"])
    cpSync(join(written, name), join(stack.folder, name));

  const keys = keysByReadme(join(written, "README.md"), before);
  expect(Object.keys(keys)).toHaveLength(40);
  await stack.setConfig({}, { secrets: keys });
  const declared = new Map(before.map(({ connectionId, fields }) => [connectionId, fields["API_KEY"]]));

  const adopted = await stack.up("--skip-preview=false");
  expect(adopted).toMatchObject({ code: 0, plan: { create: 40 }, failed: [] });
  expect(writesTo(emulator).filter(({ operation }) => operation === "create")).toEqual([]);
  expect(writesTo(emulator)).toHaveLength(30);
  await expectSettled(stack);
  const plan = await stack.preview("--expect-no-changes");
  expect(plan).toMatchObject({ code: 0, plan: { same: 40 } });

  const ids = Object.values(await managed(stack)).map(({ id }) => id);
  const after = emulator.connections();
  expect(new Set(ids)).toEqual(new Set(declared.keys()));
  const timeless = (all: typeof after) => all.map((each) => ({ ...each, modifiedOn: "" }));
  expect(timeless(after)).toEqual(timeless(before));
});

/** The keys that a user who follows the generated README sets: each line is `secret  connection name`. */
function keysByReadme(readme: string, existing: ReturnType<typeof fillByConsole>): Record<string, string> {
  const text = readFileSync(readme, "utf8");
  const wanted = [...text.matchAll(/^pulumi config set --secret (\w+)$/gm)].map(([, secret]) => secret!);
  return Object.fromEntries(
    wanted.map((secret) => {
      const [, name] = new RegExp(`^${secret} {2}(.*)$`, "m").exec(text)!;
      const { fields } = existing.find(({ connectionName }) => connectionName === JSON.parse(name!))!;
      return [secret, fields["API_KEY"]!];
    }),
  );
}
