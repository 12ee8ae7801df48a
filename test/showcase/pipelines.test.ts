// The script that all pipelines call, with the keys that they pass to it: each of its exit codes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredConnection } from "pulumi-model-connections/emulator";
import { onPlatform, requests, writesTo } from "../support/platform";
import { pipeline } from "./pipeline";

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
  expect(report()).toMatch(
    /^# No drift\n\nStack dev\. Platform \S+, from the setting model-connections:host\.\n\n~~~~text\n/,
  );

  console.exchangeKey(id, "sk-of-the-console");
  emulator.clearJournal();
  expect(await step("drift", looking)).toMatchObject({ code: 2 });
  expect(report()).toMatch(/^# Drift\n(.*\n)*.*apiKeyDrift.*changed outside Pulumi/);
  expect(report()).toMatch(
    /\n~~~~text\n"gpt4o-[0-9a-f]{7}" \(cn-[^)]+\): key may have changed outside Pulumi; pulumi up --refresh sends the program's key again\n~~~~\n/,
  );
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
  for (let run = 0; run < 2; run++) {
    expect(await step("drift", looking)).toMatchObject({ code: 2 });
    expect(report()).toMatch(
      /^# Drift\n(.*\n)*"gpt4o-.*: switched off; pulumi up --refresh fails until it is switched on in the platform's console\n/,
    );
    expect(report()).toMatch(/~ status *: "ACTIVE" => "INACTIVE"/);
  }
  expect(await step("deploy", changing("sk-second"))).toMatchObject({
    code: 1,
    output: expect.stringContaining(
      "switch the connection on in the platform's console, then run pulumi up again",
    ),
  });
  expect(await step("drift", looking)).toMatchObject({ code: 2 });
  expect(await step("rotate", { ...changing("sk-third"), KEY_VERSION: "3" })).toMatchObject({ code: 1 });
  expect(key()).toBe("sk-second");
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
    expect(text.match(/^# .*/gm)).toEqual(["# Drift"]);
    expect(text.match(/^~~~~.*$/gm)).toEqual(["~~~~text", "~~~~", "~~~~text", "~~~~"]);
    // eslint-disable-next-line no-control-regex -- this is what must not be there
    expect(text).not.toMatch(/^\s*(::|!\[)|##\w*\[|\u001b|\u2028|<\{%/m);
  }
});

test.each(["dash", "bash"])(
  "%s: each failure has the documented exit code, and the stack's file stays as it is",
  async (shell) => {
    const { emulator, stack, step, looking, changing, report } = await pipeline();
    const file = () => readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8");
    const before = file();
    const codeOf = async (name: string, env: Record<string, string>) => (await step(name, env, shell)).code;
    expect(await codeOf("deploy", changing("sk-first"))).toBe(0);
    expect(await codeOf("drift", looking)).toBe(0);
    emulator.console.setStatus(emulator.connections()[0]!.connectionId, "INACTIVE");
    expect(await codeOf("drift", looking)).toBe(2);
    // The key changes too: the connection still has one line.
    emulator.console.exchangeKey(emulator.connections()[0]!.connectionId, "another-key-0001");
    expect(await codeOf("drift", looking)).toBe(2);
    expect(report()).toMatch(/~~~~text\n"gpt4o-.*: key changed outside Pulumi and switched off; .*\n~~~~\n/);
    expect(await codeOf("drift", { ...looking, PULUMI_STACK: "unknown" })).toBe(1);
    expect(report()).toMatch(/^# The drift check failed\n/);
    expect(await codeOf("drift", { ...looking, PULUMI_STACK: "" })).toBe(64);
    const unset = ["-u", "PULUMI_STACK", shell, "model-connections.sh", "preview"];
    expect((await stack.exec("/usr/bin/env", ...unset)).code).toBe(64);
    expect(await codeOf("preview", { ...looking, PULUMI_STACK: "dev", PATH: "/usr/bin:/bin" })).toBe(1);
    delete stack.env["PATH"];
    expect(file()).toBe(before);
  },
);

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
