// A platform that repeats keys in its responses: they appear in no error, state, output or journal.
import type { FaultRule } from "pulumi-model-connections/emulator";
import { bothProviders, dynamicProvider, nativeProvider } from "../support/both-providers";
import { findLeaks } from "../support/leak-search";
import { startPlatform } from "../support/platform";
import { yamlWithSecretKeys } from "../support/yaml";

const platformKey = `platform-"key"-\\with%41<odd>&'shape'`;

const args = { provider: "Open AI", model: "gpt-4o" };
const inJavaScript = `
const { ModelConnection } = require("pulumi-model-connections");
new ModelConnection("echoed", { ...${JSON.stringify(args)}, apiKey: process.env.PLAIN_KEY });`;
const inYaml = yamlWithSecretKeys({ echoed: args });

describe.each(bothProviders)("$name", (provider) => {
  test("a platform that repeats the key in an error, or shows it instead of a mask, makes it appear nowhere", async () => {
    const [first, second] = ['sk-echoed-"first"-51c7d0', "sk-echoed-second-88ab21"];
    const emulator = await startPlatform({ apiKey: platformKey });
    const stack = await provider.on(emulator, provider === nativeProvider ? inYaml : inJavaScript, {
      config: { "model-connections:timeoutSeconds": "8" },
    });
    /** The native provider's program has the key from the stack's configuration, because YAML can't read the environment. */
    const giveKey = async (key: string) => {
      if (provider === dynamicProvider) stack.env["PLAIN_KEY"] = key;
      else await stack.setConfig({}, { secrets: { "keys:echoed": key } });
    };
    await giveKey(first);
    const texts: Record<string, string> = {};
    const expectNoLeak = () => {
      const all = { ...texts, ...stack.artefacts(), journal: JSON.stringify(emulator.journal()) };
      expect(findLeaks(all, { platformKey, first, second })).toEqual([]);
    };
    /** Runs a command while the platform responds with the fault; the command has to fail and name the request. */
    const failing = async (
      command: "up" | "refresh",
      operation: "list" | "create" | "get" | "update",
      fault: FaultRule["fault"],
      request: string,
    ) => {
      emulator.faults.inject({ on: { operation }, times: Infinity, fault });
      const run = await stack[command]("--diff");
      emulator.faults.clear();
      texts[`${command}, ${operation}, ${JSON.stringify(fault)}`] = run.output;
      expect(run.code).not.toBe(0);
      expect(run.output).toContain(request);
    };

    await failing("up", "list", { kind: "echo", status: 400 }, "GET /connections, status 400");
    await failing("up", "create", { kind: "echo", status: 400 }, "POST /connections, status 400");
    await failing("up", "create", { kind: "echo", status: 500 }, "POST /connections, status 500");
    expect(emulator.connections()).toEqual([]);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
    await failing("refresh", "get", { kind: "echo", status: 400 }, "status 400");
    await giveKey(second);
    await failing("up", "update", { kind: "echo", status: 400 }, "PATCH /connections/");
    await failing("up", "update", { kind: "echo", status: 500 }, "PATCH /connections/");
    expectNoLeak();
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
    expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: second } }]);

    const error = { message: `the key ${second} is not valid` };
    await failing("refresh", "get", { kind: "status", status: 400, body: { error } }, "status 400");
    // In state the key is a secret; as a mask it would be plain text.
    const [unmasked] = emulator.connections();
    emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body: unmasked } });
    const refresh = await stack.refresh("--diff");
    texts["unmasked"] = refresh.output;
    expect(refresh.code).toBe(0);
    expectNoLeak();
  });
});
