// Planted keys are in nothing that a run with the native provider prints, logs or stores, wherever a key comes from.
import { findLeaks } from "../support/leak-search";
import { succeeded } from "../support/outcomes";
import { startPlatform } from "../support/platform";
import { ofEachEndpoint, ofEachProvider } from "../support/program";
import { EngineStack } from "../support/stack";
import { secret, yamlProgram } from "../support/yaml";

const args = ofEachProvider.openAi;
const endpoint = ofEachEndpoint.gateway;

const program = (generation: number, euHost: string) =>
  yamlProgram(
    {
      plain: { properties: { ...args, apiKey: `sk-plain-text-${generation}111` } },
      marked: { properties: { ...args, apiKey: secret(`sk-marked-secret-${generation}222`) } },
      configured: { properties: { ...args, apiKey: "${storeKey}" } },
      environment: { properties: { ...args, apiKeyEnv: "STORE", apiKeyVersion: String(generation) } },
      gateway: {
        properties: { ...endpoint, headers: { Authorization: `Bearer gw-plain-${generation}333` } },
      },
      eu: { type: "pulumi:providers:model-connections", properties: { host: euHost, apiKey: "${euKey}" } },
      inEu: {
        properties: { ...args, apiKey: `sk-plain-in-eu-${generation}444` },
        options: { provider: "${eu}" },
      },
    },
    { config: { storeKey: { type: "string" }, euKey: { type: "string" } } },
  );

const planted = (generation: number) => ({
  [`plain ${generation}`]: `sk-plain-text-${generation}111`,
  [`marked ${generation}`]: `sk-marked-secret-${generation}222`,
  [`configured ${generation}`]: `sk-configured-${generation}555`,
  [`environment ${generation}`]: `sk-environment-${generation}666`,
  [`gateway ${generation}`]: `gw-plain-${generation}333`,
  [`inEu ${generation}`]: `sk-plain-in-eu-${generation}444`,
});

test("no key is in the output, the events, the state or any file", async () => {
  const emulator = await startPlatform({ apiKey: "platform-key-of-the-stack-7777", customApi: "masked" });
  const eu = await startPlatform({ apiKey: "platform-key-of-the-instance-8888" });
  const stack = await EngineStack.on(emulator, program(1, eu.host), {
    runtime: "yaml",
    secrets: { "scratch:storeKey": "sk-configured-1555", "scratch:euKey": eu.apiKey },
    env: { STORE: "sk-environment-1666" },
  });
  const texts: Record<string, string> = {};
  const run = async (command: "preview" | "up" | "refresh" | "destroy", ...flags: string[]) => {
    const { output } = succeeded(await stack[command](...flags));
    texts[`${Object.keys(texts).length} ${command} ${flags.join(" ")}`] = output;
  };
  await run("preview", "--diff");
  await run("up", "--json");
  await run("refresh", "--diff");
  stack.program(program(2, eu.host));
  stack.env["STORE"] = "sk-environment-2666";
  await stack.setConfig({}, { secrets: { "scratch:storeKey": "sk-configured-2555" } });
  await run("preview", "--json");
  await run("up", "--diff");
  await run("refresh", "--json", "--run-program");
  const sent = JSON.stringify([...emulator.connections(), ...eu.connections()]);
  for (const key of Object.values(planted(2))) expect(sent).toContain(key);
  await run("destroy", "--json");
  const { folder } = stack;
  const files = Object.entries(stack.artefacts()).filter(([path]) => !path.startsWith(`${folder}/Main.yaml`));
  const platforms = { platform: emulator.apiKey, instance: eu.apiKey };
  const searched = { ...texts, ...stack.eventLogs(), ...Object.fromEntries(files) };
  expect(findLeaks(searched, { ...planted(1), ...planted(2), ...platforms })).toEqual([]);
});

test("a JavaScript program shows no key to --json and event logs, wherever a key comes from", async () => {
  const emulator = await startPlatform({ customApi: "masked" });
  const declare = (generation: number) =>
    [
      'const pulumi = require("@pulumi/pulumi");',
      // As a generated SDK does: the engine shows the arguments of a program before the provider can mark them.
      `class ModelConnection extends pulumi.CustomResource {
        constructor(name, { apiKey, headers, ...args }) {
          super("model-connections:index:ModelConnection", name, { ...args, apiKey: secret(apiKey), headers: secret(headers) });
        }
      }
      const secret = (value) => value && pulumi.secret(value);`,
      `const open = ${JSON.stringify(args)}, gateway = ${JSON.stringify(endpoint)};`,
      `new ModelConnection("plain", { ...open, apiKey: "sk-plain-text-${generation}111" });`,
      `new ModelConnection("marked", { ...open, apiKey: pulumi.secret("sk-marked-secret-${generation}222") });`,
      `new ModelConnection("store", { ...open, apiKey: process.env.STORE });`,
      `new ModelConnection("gateway", { ...gateway, headers: { Authorization: "Bearer gw-plain-${generation}333" } });`,
    ].join("\n");
  const stack = await EngineStack.on(emulator, declare(1), { env: { STORE: "sk-environment-1666" } });
  const printed = [succeeded(await stack.up("--json")).output];
  stack.program(declare(2));
  stack.env["STORE"] = "sk-environment-2666";
  printed.push(succeeded(await stack.up("--json", "--skip-preview=false")).output);
  printed.push(succeeded(await stack.refresh("--json", "--run-program")).output);
  printed.push(succeeded(await stack.destroy("--json", "--run-program")).output);
  const sent = JSON.stringify(emulator.connections());
  const known = Object.entries({ ...planted(1), ...planted(2) }).filter(([name]) =>
    /plain|marked|envir|gate/.test(name),
  );
  for (const [name, key] of known) if (name.endsWith("2")) expect(sent).toContain(key);
  const searched = { printed: printed.join("\n"), ...stack.eventLogs(), ...stack.stateFiles() };
  expect(findLeaks(searched, Object.fromEntries(known))).toEqual([]);
});
