// What the other engine tests rely on: correct plans, visible failures, and no process that runs unnoticed.
import { existsSync } from "node:fs";
import { isAlive, until } from "../support/processes";
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

test("plans count each operation, a failed run names the failed resource, and the developer's environment stays outside", async () => {
  process.env["MODEL_CONNECTIONS_API_KEY"] = "of-the-developer";
  const stack = await EngineStack.create({
    program:
      things(`for (const name of ["same", "replaced", "deleted"]) new Thing(name, { kind: "x", value: "1" });
      new Thing("drifting", { kind: "drifting", value: "1" });
      exports.seen = [process.env.MODEL_CONNECTIONS_API_KEY ?? "nothing", process.env.OWN];`),
    env: { OWN: "of-the-test" },
  });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 4 }, failed: [] });
  delete process.env["MODEL_CONNECTIONS_API_KEY"];
  const { deployment } = await stack.exportState();
  expect(deployment.resources?.[0]?.outputs).toEqual({ seen: ["nothing", "of-the-test"] });

  const changed = `new Thing("same", { kind: "x", value: "1" });
    new Thing("drifting", { kind: "drifting", value: "2" });
    new Thing("replaced", { kind: "y", value: "1" });`;
  stack.program(things(changed));
  const mixed = { same: 1, update: 1, replace: 1, delete: 1 };
  expect((await stack.preview()).plan).toEqual(mixed);
  const run = await stack.up("--skip-preview=false");
  expect(run).toMatchObject({ code: 0, plan: mixed });
  expect(run.steps.find(({ op }) => op === "replace")).toMatchObject({
    urn: stack.urn("replaced"),
    keys: ["kind"],
    diffs: ["kind"],
    old: { id: "id-x" },
  });
  expect((await stack.refresh()).plan).toEqual({ same: 2, update: 1 });

  stack.program(things(`${changed} new Thing("refused", { kind: "x", value: "refused" });`));
  const failed = await stack.up();
  expect(failed.code).not.toBe(0);
  expect(failed.failed).toEqual([{ op: "create", urn: stack.urn("refused") }]);
  expect(failed.diagnostics).toContainEqual(
    expect.objectContaining({
      severity: "error",
      urn: stack.urn("refused"),
      message: expect.stringContaining("refused by the test"),
    }),
  );
  expect((await stack.destroy()).plan).toEqual({ delete: 3 });
});

test("a killed command leaves its provider running where the tests can see it, and remove leaves nothing", async () => {
  const stack = await EngineStack.create({
    program: things(`new Thing("slow", { kind: "x", value: "slow" });`),
  });
  const running = stack.start("up");
  await running.until("slow creating");
  expect(stack.providers()).toHaveLength(1);
  running.kill("SIGKILL");
  expect(await running.wait()).toMatchObject({ code: 137, signal: "SIGKILL" });
  expect(isAlive(running.pid)).toBe(false);
  const [orphan] = stack.providers();

  stack.remove();
  expect(existsSync(stack.folder)).toBe(false);
  await until("the end of the provider", () => !isAlive(orphan!.pid), 1_000);
});
