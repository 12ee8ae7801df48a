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
    env: { PULUMI_STACK: "dev", KEY_VERSION: "1", MODEL_CONNECTIONS_HOST: emulator.host },
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
  console.setStatus(id, "SUSPENDED");
  expect(await step("drift", looking)).toMatchObject({ code: 2 });
  expect(report()).toMatch(/^# Some connections have an unusual status\n/);
  console.setStatus(id, "ACTIVE");
  const body = {
    error: { code: "X", message: "no changes were expected for refresh but changes were proposed" },
  };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "status", status: 400, body } });
  expect(await step("drift", looking)).toMatchObject({ code: 1 });
  expect(report()).toMatch(/^# The drift check failed\n(.*\n)*.*no changes were expected/);
  expect(await step("drift", { MODEL_CONNECTIONS_API_KEY: "no-key-of-the-platform" })).toMatchObject({
    code: 1,
  });
  expect(report()).toMatch(/^# The drift check failed\n(.*\n)*.*401/);
  expect(emulator.connections()).toHaveLength(1);
});

test("a name can't end the report's code block or run a command of the runner", async () => {
  const { emulator, step, looking, changing, report } = await pipeline();
  expect(await step("deploy", changing("sk-first"))).toMatchObject({ code: 0 });
  const [{ connectionId: id }] = emulator.connections() as [StoredConnection];
  const commands = "\n::add-mask::x\r\n::set-output name=a::b\u2028##[add-mask]c ##vso[task.x]d";
  emulator.console.rename(id, `a\n~~~~\n# No drift\n![](https://evil.example)${commands}\u001b[2J<{%x`);
  const { code, stdout } = await step("drift", looking);
  expect(code).toBe(2);
  for (const text of [report(), stdout]) {
    expect(text.match(/^# .*/gm)).toEqual(["# Drift: the next deploy restores the declared configuration"]);
    expect(text.match(/^~~~~.*$/gm)).toEqual(["~~~~text", "~~~~"]);
    // eslint-disable-next-line no-control-regex -- this is what must not be there
    expect(text).not.toMatch(/^\s*(::|!\[)|##\w*\[|\u001b|\u2028|<\{%/m);
  }
});

test.each(["PULUMI_STACK", "MODEL_CONNECTIONS_HOST"])(
  "an empty %s is reported as wrong usage",
  async (name) => {
    const { emulator, step } = await pipeline();
    expect(await step("drift", { [name]: "" })).toMatchObject({
      code: 64,
      output: expect.stringMatching(new RegExp(`^${name} must name the`)),
    });
    expect(emulator.journal()).toEqual([]);
  },
);

test("a wrong call prints the usage, and sends no request", async () => {
  const { emulator, step, changing } = await pipeline();
  expect(await step("destroy", changing("sk-first"))).toMatchObject({
    code: 64,
    output: expect.stringContaining("usage: model-connections.sh preview | deploy | drift | rotate"),
  });
  expect(emulator.journal()).toEqual([]);
});
