// The examples as they are in the repository: each is run, and does what its page says.
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startPlatform, writesTo } from "./harness/platform";
import { EngineStack, type StackOptions } from "./harness/stack";
import { expectSettled, identities, onPlatform, requests } from "./harness/witnesses";

// Many commands on one stack.
jest.setTimeout(600_000);

const examples = join(__dirname, "../../examples");

/** A scratch stack of the example's own files; only the installed package is a link. */
async function stackOf(name: string, options: Omit<StackOptions, "program">): Promise<EngineStack> {
  const program = readFileSync(join(examples, name, "index.ts"), "utf8");
  const stack = await EngineStack.create({ ...options, program, project: name, typescript: true });
  for (const file of ["Pulumi.yaml", "tsconfig.json"])
    cpSync(join(examples, name, file), join(stack.folder, file));
  return stack;
}

async function outputOf(stack: EngineStack, name: string): Promise<unknown> {
  return JSON.parse((await stack.run("stack", "output", name, "--json")).stdout);
}

test("two-platforms: each connection is on its own platform", async () => {
  const [home, eu] = [await startPlatform(), await startPlatform()];
  const idle = { connectionName: "Idle", status: "INACTIVE", fields: { API_KEY: "sk-idle" } } as const;
  eu.console.create({ ...idle, provider: "Open AI", model: "gpt-4o" });
  const stack = await stackOf("two-platforms", {
    ...{ host: home.host, apiKey: home.apiKey },
    config: { "two-platforms:euHost": eu.host },
    secrets: { "two-platforms:euApiKey": eu.apiKey, "two-platforms:anthropicKey": "sk-ant-of-the-example" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 2 } });
  expect(await outputOf(stack, "hosts")).toEqual({ home: home.host, eu: eu.host });
  expect(await outputOf(stack, "inactiveInEurope")).toEqual(["Idle"]);
  await expectSettled(stack);
  expect(home.connections()).toHaveLength(1);
  expect(eu.connections()).toHaveLength(2);
});

test("adopt-existing: the connection of the console is taken over, and none is made", async () => {
  const emulator = await startPlatform();
  const there = emulator.console.create({
    provider: "Open AI",
    ...{ connectionName: "Support bot", model: "gpt-4o", fields: { API_KEY: "sk-of-the-console" } },
  });
  const stack = await stackOf("adopt-existing", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    secrets: { "adopt-existing:supportKey": "sk-of-the-example" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(await outputOf(stack, "id")).toBe(there.connectionId);
  await expectSettled(stack);
  expect(writesTo(emulator).map(({ operation }) => operation)).toEqual(["update"]);
  expect(emulator.connections()).toHaveLength(1);
  expect(onPlatform(emulator, there.connectionId).fields["API_KEY"]).toBe("sk-of-the-example");
});

test("keys-from-environment: a new version sends the new key, and none stays behind", async () => {
  const emulator = await startPlatform();
  const key = "sk-Planted-for-the-example-of-keys";
  const stack = await stackOf("keys-from-environment", {
    ...{ host: emulator.host, apiKey: emulator.apiKey },
    config: { "keys-from-environment:keyVersion": "1" },
    env: { OPENAI_API_KEY: key },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  const { id } = (await identities(stack))["gpt4o"]!;
  stack.env["OPENAI_API_KEY"] = `${key}-rotated`;
  await stack.setConfig({ "keys-from-environment:keyVersion": "2" });
  requests(emulator);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
  expect(requests(emulator)).toMatchObject({ update: 1 });
  expect(onPlatform(emulator, id).fields["API_KEY"]).toBe(`${key}-rotated`);
  expect(Object.values(stack.artefacts()).join("\n")).not.toContain(key);
  expect(await stack.destroy()).toMatchObject({ code: 0, plan: { delete: 1 } });
  expect(onPlatform(emulator, id).fields["API_KEY"]).not.toContain(key);
});

test("unit-testing: its own suite passes under Pulumi's mocks, with an emulator of its own", async () => {
  const jest = join(__dirname, "../../node_modules/jest/bin/jest.js");
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ["--experimental-vm-modules", "--no-warnings", jest, "--ci"],
    { cwd: join(examples, "unit-testing") },
  );
  expect(stderr).toMatch(/Tests: +3 passed, 3 total/);
});
