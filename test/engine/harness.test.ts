// The harness itself, on the real engine, with a dynamic resource that lives in the program.
import { existsSync } from "node:fs";
import { isAlive } from "../support/processes";
import { EngineStack } from "../support/stack";

const things = (declarations: string) => `
const pulumi = require("@pulumi/pulumi");
const provider = {
  async diff(id, olds, news) {
    const replaces = olds.kind === news.kind ? [] : ["kind"];
    return { changes: replaces.length > 0 || olds.value !== news.value, replaces };
  },
  async create(inputs) {
    if (inputs.value === "slow") await new Promise((resolve) => setTimeout(resolve, 60_000));
    if (inputs.value === "refused") throw new Error("refused by the test");
    return { id: "id-" + inputs.kind, outs: inputs };
  },
  async update(id, olds, news) { return { outs: news }; },
  async read(id, props) { return { id, props: { ...props, value: props.kind === "drifting" ? "drifted" : props.value } }; },
  async delete() {},
};
class Thing extends pulumi.dynamic.Resource {
  constructor(name, args) { super(provider, name, args, undefined, "model-connections", "ModelConnection"); }
}
${declarations}
`;

test("a plan counts creates, updates, replacements, deletes and the unchanged", async () => {
  const stack = await EngineStack.create({
    program: things(`for (const n of ["a", "b", "c", "d"]) new Thing(n, { kind: "x", value: "1" });`),
  });
  const created = await stack.up();
  expect(created).toMatchObject({ code: 0, plan: { create: 4 }, failed: [] });

  stack.program(
    things(`new Thing("a", { kind: "x", value: "1" });
            new Thing("b", { kind: "x", value: "2" });
            new Thing("c", { kind: "y", value: "1" });`),
  );
  const mixed = { same: 1, update: 1, replace: 1, delete: 1 };
  expect((await stack.preview()).plan).toEqual(mixed);
  const changed = await stack.up("--skip-preview=false");
  expect(changed.plan).toEqual(mixed);
  const replaced = changed.steps.find((step) => step.op === "replace");
  expect(replaced).toMatchObject({
    urn: stack.urn("c"),
    keys: ["kind"],
    diffs: ["kind"],
    old: { id: "id-x" },
  });

  expect((await stack.up("--expect-no-changes")).plan).toEqual({ same: 3 });
  expect((await stack.destroy()).plan).toEqual({ delete: 3 });
});

test("a refresh counts what it found", async () => {
  const stack = await EngineStack.create({
    program: things(
      `new Thing("a", { kind: "x", value: "1" }); new Thing("b", { kind: "drifting", value: "1" });`,
    ),
  });
  await stack.up();
  expect((await stack.refresh()).plan).toEqual({ same: 1, update: 1 });
});

test("a failed run says what failed and why", async () => {
  const stack = await EngineStack.create({
    program: things(`new Thing("a", { kind: "x", value: "refused" });`),
  });
  const run = await stack.up();
  expect(run.code).not.toBe(0);
  expect(run.failed).toEqual([{ op: "create", urn: stack.urn("a") }]);
  expect(run.diagnostics).toContainEqual(
    expect.objectContaining({
      severity: "error",
      urn: stack.urn("a"),
      message: expect.stringContaining("refused"),
    }),
  );
});

test("secret configuration reaches the program and no file in clear", async () => {
  const stack = await EngineStack.create({
    program: things(`const config = new pulumi.Config();
      new Thing("a", { kind: config.require("kind"), value: config.requireSecret("value") });`),
    config: { "scratch:kind": "plain-kind" },
    secrets: { "scratch:value": "planted-secret" },
  });
  expect(await stack.up()).toMatchObject({ code: 0 });

  const shown = await stack.exportState({ showSecrets: true });
  const thing = shown.deployment.resources?.find(({ urn }) => urn === stack.urn("a"));
  expect(thing?.inputs).toMatchObject({ kind: "plain-kind", value: { plaintext: '"planted-secret"' } });
  expect(JSON.stringify(await stack.exportState())).not.toContain("planted-secret");

  const texts = Object.values({ ...stack.stateFiles(), ...stack.artefacts() }).join("\n");
  expect(texts).toContain("plain-kind");
  expect(texts).not.toContain("planted-secret");
});

test("nothing of the developer's own environment reaches the engine", async () => {
  process.env["MODEL_CONNECTIONS_API_KEY"] = "of-the-developer";
  const stack = await EngineStack.create({
    program: things(
      `new Thing("a", { kind: String(process.env.MODEL_CONNECTIONS_API_KEY), value: process.env.OWN });`,
    ),
    env: { OWN: "of-the-test" },
  });
  delete process.env["MODEL_CONNECTIONS_API_KEY"];
  const { steps } = await stack.preview();
  expect(steps.at(-1)?.new?.inputs).toMatchObject({ kind: "undefined", value: "of-the-test" });
});

test("a killed command leaves its provider, and remove leaves nothing", async () => {
  const stack = await EngineStack.create({
    program: things(`new Thing("a", { kind: "x", value: "slow" });`),
  });
  const running = stack.start("up");
  await running.until("a creating");
  expect(stack.processes().some(({ command }) => command.includes("dynamic-provider"))).toBe(true);
  running.kill("SIGKILL");
  expect(await running.wait()).toMatchObject({ code: 137, signal: "SIGKILL" });
  expect(isAlive(running.pid)).toBe(false);
  const [orphan] = stack.processes().filter(({ command }) => command.includes("dynamic-provider"));

  stack.remove();
  expect(existsSync(stack.folder)).toBe(false);
  await expect(endOf(orphan!.pid)).resolves.toBe("ended");
});

test("a command that takes too long is killed with all it has started", async () => {
  const program = things(`new Thing("a", { kind: "x", value: "slow" });`);
  const stack = await EngineStack.create({ program, timeoutMs: 6_000 });
  await expect(stack.up()).rejects.toThrow("took more than 6000 ms and was killed");
  expect(stack.processes()).toEqual([]);
});

test("two stacks share a backend", async () => {
  const first = await EngineStack.create({ program: things(`new Thing("a", { kind: "x", value: "1" });`) });
  const program = things("");
  const second = await EngineStack.create({ program, backend: first.backend, stackName: "other" });
  const { stdout } = await second.run("stack", "ls", "--json");
  expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)).toEqual(["dev", "other"]);
});

test("a TypeScript program runs as it is", async () => {
  const program = `import * as pulumi from "@pulumi/pulumi";\nexport const stack: string = pulumi.getStack();\n`;
  const stack = await EngineStack.create({ program, typescript: true });
  expect(await stack.up()).toMatchObject({ code: 0, plan: {} });
  expect((await stack.run("stack", "output", "stack")).stdout.trim()).toBe("dev");
});

async function endOf(pid: number): Promise<string> {
  for (let left = 50; left > 0 && isAlive(pid); left--)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return isAlive(pid) ? "alive" : "ended";
}
