// The script that all pipelines call, with the keys that they pass to it: each of its exit codes.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredConnection } from "pulumi-model-connections/emulator";
import { onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import { EngineStack } from "../support/stack";

const repository = join(__dirname, "../..");
const example = join(repository, "examples/keys-from-environment/index.ts");

/** A stack of the example, with only the host in its configuration, and the steps of the script on it. */
async function pipeline() {
  const emulator = await startPlatform();
  const stack = await EngineStack.create({
    ...{ host: emulator.host, program: readFileSync(example, "utf8"), typescript: true },
    env: { PULUMI_STACK: "dev", KEY_VERSION: "1" },
  });
  cpSync(join(repository, "pipelines/model-connections.sh"), join(stack.folder, "model-connections.sh"));
  const step = (name: string, env: Record<string, string>) => {
    delete stack.env["OPENAI_API_KEY"];
    Object.assign(stack.env, env);
    return stack.exec("/bin/sh", "model-connections.sh", name);
  };
  const looking = { MODEL_CONNECTIONS_API_KEY: emulator.viewOnlyKey };
  const changing = (key: string) => ({ MODEL_CONNECTIONS_API_KEY: emulator.apiKey, OPENAI_API_KEY: key });
  const report = () => readFileSync(join(stack.folder, "drift.md"), "utf8");
  return { emulator, step, looking, changing, report };
}

test("preview, deploy, drift and rotate do what the pipelines document", async () => {
  const { emulator, step, looking, changing, report } = await pipeline();
  const { console } = emulator;

  const preview = await step("preview", { ...looking, OPENAI_API_KEY: "any-value" });
  expect(preview).toMatchObject({ code: 0, output: expect.stringContaining("+ 2 to create") });
  expect(emulator.connections()).toEqual([]);

  expect(await step("deploy", changing("sk-first"))).toMatchObject({ code: 0 });
  const [{ connectionId: id }] = emulator.connections() as [StoredConnection];
  const key = () => onPlatform(emulator, id).fields["API_KEY"];
  expect(key()).toBe("sk-first");

  expect(await step("drift", looking)).toMatchObject({ code: 0 });
  expect(report()).toMatch(/^# No drift\n\nStack dev\.\n/);

  console.exchangeKey(id, "sk-of-the-console");
  emulator.clearJournal();
  expect(await step("drift", looking)).toMatchObject({ code: 2 });
  expect(report()).toMatch(/^# Drift: .*\n(.*\n)*.*apiKeyDrift.*changed outside Pulumi/);
  expect(writesTo(emulator)).toEqual([]);
  expect(await step("deploy", changing("sk-first"))).toMatchObject({ code: 0 });
  expect(key()).toBe("sk-first");

  expect(await step("rotate", changing("sk-second"))).toMatchObject({
    code: 1,
    output: expect.stringContaining("Nothing to rotate: the keys of version 1 have already been sent"),
  });
  expect(key()).toBe("sk-first");
  requests(emulator);
  expect(await step("rotate", { ...changing("sk-second"), KEY_VERSION: "2" })).toMatchObject({ code: 0 });
  expect(requests(emulator)).toMatchObject({ update: 1 });
  expect(key()).toBe("sk-second");

  console.setStatus(id, "INACTIVE");
  expect(await step("drift", looking)).toMatchObject({ code: 2 });
  expect(report()).toMatch(/^# Some connections are INACTIVE\n/);
  expect(await step("drift", { MODEL_CONNECTIONS_API_KEY: "no-key-of-the-platform" })).toMatchObject({
    code: 1,
  });
  expect(report()).toMatch(/^# The drift check failed\n(.*\n)*.*401/);
  expect(emulator.connections()).toHaveLength(1);
});

test("a wrong call prints the usage, and sends no request", async () => {
  const { emulator, step, changing } = await pipeline();
  expect(await step("destroy", changing("sk-first"))).toMatchObject({
    code: 64,
    output: expect.stringContaining("usage: model-connections.sh preview | deploy | drift | rotate"),
  });
  expect(emulator.journal()).toEqual([]);
});
