// A provider process that a developer has started (PULUMI_DEBUG_PROVIDERS) serves several runs at once, each on its own platform.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { explicitType, yamlProgram } from "../support/yaml";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { anthropic, azure, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { managed } from "../support/state";

let plugin: ChildProcess | undefined;
afterAll(() => plugin?.kill());

/** Its port. */
async function startPlugin(): Promise<string> {
  const main = join(__dirname, "../../dist/provider/plugin/main.js");
  plugin = spawn(process.execPath, [main], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(createInterface(plugin.stdout!), "line")) as [string];
  return port;
}

test("one process serves two stacks and an explicit provider at the same time, and a later run with other settings", async () => {
  const env = { PULUMI_DEBUG_PROVIDERS: `model-connections:${await startPlugin()}` };
  const [first, second, eu] = [await startPlatform(), await startPlatform(), await startPlatform()];
  const program = yamlProgram({
    eu: { type: explicitType, properties: { host: eu.host, apiKey: eu.apiKey } },
    here: { properties: openAi },
    there: { properties: anthropic, options: { provider: "${eu}" } },
  });
  const one = await EngineStack.on(first, program, { runtime: "yaml", env });
  const two = await EngineStack.on(second, yamlProgram({ here: { properties: azure } }), {
    runtime: "yaml",
    env,
  });
  const runs = await Promise.all([one.up(), two.up()]);
  expect(runs.map((run) => succeeded(run).plan)).toEqual([{ create: 2 }, { create: 1 }]);
  expect(first.connections()).toMatchObject([{ provider: "Open AI" }]);
  expect(eu.connections()).toMatchObject([{ provider: "Anthropic" }]);
  expect(second.connections()).toMatchObject([{ provider: "Azure Open AI" }]);
  await Promise.all([one, two].map(expectSettled));

  const third = await startPlatform();
  const settings = { "model-connections:host": third.host };
  await two.setConfig(settings, { secrets: { "model-connections:apiKey": third.apiKey } });
  const moved = succeeded(await two.up());
  expect(moved.plan).toEqual({ replace: 1 });
  expect(said(moved)).toContain(`still exists on ${second.host}`);
  expect(third.connections().map(({ connectionId }) => connectionId)).toEqual([
    (await managed(two))["here"]!.id,
  ]);
  expect(plugin).toMatchObject({ exitCode: null, signalCode: null });
});
