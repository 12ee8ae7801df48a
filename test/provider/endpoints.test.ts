// Custom endpoints of provider "API": created, changed in place, drifted, restored, adopted, reclaimed, scrubbed.
import type { EmulatorOptions } from "../../emulator/index";
import { type Args, customApi, endpoints, fromScratch, knownFormat, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, clientOf, counted, failureOf, listen, start } from "./platform";

async function deployed(args: Args, emulator: Emulator): Promise<Driven & { id: string }> {
  const resource = new Driven(emulator, "gateway");
  await resource.up(args);
  return resource as Driven & { id: string };
}

const bodiesOf = (emulator: Emulator) =>
  emulator.journal().map(({ operation, bodyKeys }) => [operation, bodyKeys]);
const key = (value: string) => ({ Authorization: `Bearer ${value}`, "Content-Type": "application/json" });
const platforms: EmulatorOptions[] = [
  {},
  { customApi: "plaintext" },
  { customApi: "hidden" },
  { maskStyle: "edges" },
  { canonicalForms: ["slash", "lowerCase", "keyOrder"] },
];

beforeEach(() => {
  listen();
});

afterEach(() => {
  delete process.env["UNIT_GATEWAY_KEY"];
});

describe.each(platforms)("a platform with %j", (options) => {
  test.each(endpoints)("$model is created once, and then nothing changes", async (args) => {
    const emulator = await start(options);
    const resource = await deployed(args, emulator);
    expect(await resource.nextRun().refresh()).toBe("same");
    emulator.clearJournal();
    expect(await resource.nextRun().up(args)).toBe("same");
    expect(emulator.journal()).toEqual([]);
    expect(emulator.connections()).toHaveLength(1);
    expect(resource.outs).toMatchObject(args);
    expect(resource.outs!.apiKeyId).toMatch(/^[0-9a-f]{6}$/);
  });

  test("what a platform shows of the headers is never stored in plaintext outside headers", async () => {
    const emulator = await start(options);
    const resource = await deployed(knownFormat, emulator);
    await resource.nextRun().refresh();
    expect(JSON.stringify(without(resource.outs!, "headers"))).not.toContain("gw-declared");
    expect(JSON.stringify(without(resource.outs!, "headers"))).not.toContain("application/json");
  });

  test("a URL, a header and a flag change in one PATCH with only these", async () => {
    const emulator = await start(options);
    const resource = await deployed(knownFormat, emulator);
    const { id } = resource;
    emulator.clearJournal();
    const changed = {
      ...knownFormat,
      endpointUrl: "https://gateway.example.com/v2",
      headers: key("gw-rotated-0002"),
      llmFeatures: { streaming: true },
    };
    expect(await resource.nextRun().up(changed)).toBe("update");
    expect(counted(emulator)).toEqual({ update: 1, get: 1 });
    expect(bodiesOf(emulator)[0]).toEqual(["update", ["endpointUrl", "llmFeatures", "headers"]]);
    expect(emulator.connections()).toMatchObject([
      {
        connectionId: id,
        headers: [{ key: "Authorization", value: "Bearer gw-rotated-0002" }, { key: "Content-Type" }],
        llmFeatures: { streaming: true, toolCalling: false },
      },
    ]);
    expect(await resource.nextRun().refresh()).toBe("same");
    expect(await resource.nextRun().up(changed)).toBe("same");
  });
});

test("POST sends the complete configuration, and what is not an argument", async () => {
  const emulator = await start();
  await deployed(knownFormat, emulator);
  expect(emulator.connections()[0]).toMatchObject({
    ...{ provider: "API", model: "llama-3", status: "FINALIZED", isEnable: true },
    ...{ bodyTab: "providerReferences", idp: "none", mapProvider: "openAIModel", IOMappings: ["textToText"] },
    llmFeatures: {
      ...{ toolCalling: false, supportTools: false, parallelToolCalling: false },
      ...{ structuredResponse: false, dataGeneration: false, streaming: false },
    },
  });
});

test("the payload and the name change in place; the name in state follows", async () => {
  const emulator = await start();
  const resource = await deployed({ ...fromScratch, connectionName: "house" }, emulator);
  const { id } = resource;
  emulator.clearJournal();
  const changed = { ...fromScratch, connectionName: "house-2", payload: { input: "{{prompt}}" } };
  expect(await resource.nextRun().up(changed)).toBe("update");
  expect(bodiesOf(emulator).filter(([operation]) => operation === "update")).toEqual([
    ["update", ["connectionName", "payload"]],
  ]);
  expect(resource).toMatchObject({ id, outs: { connectionName: "house-2" } });
  expect(await resource.nextRun().up(changed)).toBe("same");
});

test("with another order of its members, a payload is the same", async () => {
  const emulator = await start();
  const resource = await deployed({ ...fromScratch, payload: { a: 1, b: { c: 2, d: 3 } } }, emulator);
  expect(await resource.nextRun().up({ ...fromScratch, payload: { b: { d: 3, c: 2 }, a: 1 } })).toBe("same");
  expect(await resource.nextRun().up({ ...fromScratch, payload: { a: 1, b: { c: 2, d: 4 } } })).toBe(
    "update",
  );
});

test("an automatic name stays when the URL and the headers change; another model, kind or form replaces", async () => {
  const emulator = await start();
  const resource = await deployed(knownFormat, emulator);
  const { connectionName } = resource.outs!;
  const changed = { ...knownFormat, endpointUrl: "https://other.example.com", headers: key("gw-other-0003") };
  expect(await resource.nextRun().up(changed)).toBe("update");
  expect(resource.outs).toMatchObject({ connectionName });
  for (const args of [{ ...changed, model: "llama-4" }, fromScratch, customApi, knownFormat])
    expect(await resource.nextRun().up(args)).toBe("replace");
  const names = emulator.connections().map((each) => each.connectionName);
  expect(new Set(names).size).toBe(names.length);
});

test("with adopt, another name is another connection", async () => {
  const emulator = await start();
  const resource = await deployed({ ...knownFormat, connectionName: "one" }, emulator);
  const other = new Driven(emulator, "other");
  await other.up({ ...knownFormat, connectionName: "two" });
  const args = { ...knownFormat, connectionName: "two", adopt: true };
  expect((await resource.plan(await resource.nextRun().check(args))).replaces).toEqual(["connectionName"]);
});

test("a name that another connection has is reported at preview; one that an interrupted run has sent is not", async () => {
  const emulator = await start();
  const resource = await deployed({ ...knownFormat, connectionName: "one" }, emulator);
  const other = new Driven(emulator, "other");
  await other.up({ ...knownFormat, connectionName: "two" });
  const inputs = await resource.nextRun().check({ ...knownFormat, connectionName: "two" });
  const { message } = await failureOf(resource.plan(inputs));
  expect(message).toContain(
    `Could not compare model connection "one" (${resource.id}): a connection named "two" already exists (${other.id}`,
  );
  await clientOf(emulator).update(resource.id, { connectionName: "three" });
  expect(await resource.nextRun().up({ ...knownFormat, connectionName: "three" })).toBe("update");
  expect(emulator.connections()).toHaveLength(2);
});

test("headers can be added and removed", async () => {
  const emulator = await start();
  const bare = without(knownFormat, "headers");
  const resource = await deployed(bare, emulator);
  expect(resource.outs).not.toHaveProperty("apiKeyId");
  expect(await resource.nextRun().up(knownFormat)).toBe("update");
  expect(await resource.nextRun().up(bare)).toBe("update");
  expect(emulator.connections()).toMatchObject([{ headers: [] }]);
  expect(await resource.nextRun().up(bare)).toBe("same");
});

const fromEnvironment = {
  ...without(knownFormat, "headers"),
  headersEnv: { Authorization: { env: "UNIT_GATEWAY_KEY", prefix: "Bearer " } },
  apiKeyVersion: "1",
};

test("headers from the environment are in no input and no output; a new version sends them again", async () => {
  process.env["UNIT_GATEWAY_KEY"] = "gw-environment-0001";
  const emulator = await start({ customApi: "plaintext" });
  const resource = await deployed(fromEnvironment, emulator);
  expect(emulator.connections()).toMatchObject([
    { headers: [{ key: "Authorization", value: "Bearer gw-environment-0001" }] },
  ]);
  await resource.nextRun().refresh();
  expect(JSON.stringify([resource.inputs, resource.outs])).not.toContain("gw-environment");
  process.env["UNIT_GATEWAY_KEY"] = "gw-environment-0002";
  expect(await resource.nextRun().up(fromEnvironment)).toBe("same");
  expect(await resource.nextRun().up({ ...fromEnvironment, apiKeyVersion: "2" })).toBe("update");
  expect(emulator.connections()).toMatchObject([
    { headers: [{ key: "Authorization", value: "Bearer gw-environment-0002" }] },
  ]);
});

test("from a value to the environment, only state changes while the variable has this value", async () => {
  process.env["UNIT_GATEWAY_KEY"] = "gw-same-0001";
  const emulator = await start();
  const resource = await deployed(
    { ...knownFormat, headers: { Authorization: "Bearer gw-same-0001" } },
    emulator,
  );
  emulator.clearJournal();
  expect(await resource.nextRun().up(fromEnvironment)).toBe("update");
  expect(counted(emulator)["update"]).toBeUndefined();
  expect(resource.outs).not.toHaveProperty("headers");
});

test("a value of the variable that was never sent is sent when it becomes the header's value", async () => {
  process.env["UNIT_GATEWAY_KEY"] = "gw-environment-0001";
  const emulator = await start();
  const resource = await deployed(fromEnvironment, emulator);
  process.env["UNIT_GATEWAY_KEY"] = "gw-environment-0002";
  expect(await resource.nextRun().up(fromEnvironment)).toBe("same");
  const args = { ...knownFormat, headers: { Authorization: "Bearer gw-environment-0002" } };
  expect(await resource.nextRun().up(args)).toBe("update");
  expect(emulator.connections()).toMatchObject([{ headers: [{ value: "Bearer gw-environment-0002" }] }]);
  emulator.clearJournal();
  expect(await resource.nextRun().up(fromEnvironment)).toBe("update");
  expect(counted(emulator)).toEqual({});
});

test.each([
  ["endpointUrl", "https://drifted.example.com", knownFormat],
  ["mapProvider", "geminiModel", knownFormat],
  ["payload", { drifted: true }, fromScratch],
  ["outputPath", "drifted", fromScratch],
] as const)("a changed %s is shown by refresh and restored in place", async (name, value, args) => {
  const emulator = await start();
  const resource = await deployed(args, emulator);
  await clientOf(emulator).update(resource.id, { [name]: value });
  expect(await resource.nextRun().refresh()).toEqual({ [name]: value });
  emulator.clearJournal();
  expect(await resource.nextRun().up(args)).toBe("update");
  expect(bodiesOf(emulator)[0]).toEqual(["update", [name]]);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(args)).toBe("same");
});

test("a renamed connection is renamed back in place", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = await deployed(knownFormat, emulator);
  emulator.console.rename(resource.id, "drifted");
  expect(await resource.nextRun().refresh()).toEqual({ connectionName: "drifted" });
  expect(heard()).toContain(
    'renamed to "drifted"; pulumi up --refresh sends the program\'s configuration again',
  );
  expect(await resource.nextRun().up(knownFormat)).toBe("update");
  expect(await resource.nextRun().refresh()).toBe("same");
});

test.each([{ maskStyle: "edges" }, { customApi: "plaintext" }, {}] as EmulatorOptions[])(
  "headers changed outside Pulumi on a platform with %j are found, shown without a value and sent again",
  async (options) => {
    const emulator = await start(options);
    const heard = listen();
    const resource = await deployed(knownFormat, emulator);
    const headers = [{ key: "Authorization", value: "Bearer gw-exchanged-9999" }];
    await clientOf(emulator).update(resource.id, { headers });
    expect(await resource.nextRun().refresh()).toEqual({
      apiKeyDrift: expect.stringContaining("changed outside"),
    });
    expect(heard()).toMatch(
      /headers (may have )?changed outside Pulumi; pulumi up --refresh sends the program's headers again/,
    );
    expect(JSON.stringify(resource.outs) + heard()).not.toContain("exchanged");
    expect(await resource.nextRun().up(knownFormat)).toBe("update");
    expect(emulator.connections()).toMatchObject([{ headers: [{ value: "Bearer gw-declared-0001" }, {}] }]);
    expect(await resource.nextRun().refresh()).toBe("same");
  },
);

test("a lost response to PATCH is resolved in the run; with an unknown outcome, the next up sends the same again", async () => {
  const emulator = await start();
  const resource = await deployed(knownFormat, emulator);
  const changed = { ...knownFormat, endpointUrl: "https://gateway.example.com/v2" };
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "lostAnswer" } });
  expect(await resource.nextRun().up(changed)).toBe("update");
  const again = { ...knownFormat, endpointUrl: "https://gateway.example.com/v3" };
  emulator.faults.inject({ on: { operation: "update" }, times: Infinity, fault: { kind: "lostAnswer" } });
  const { message } = await failureOf(resource.nextRun({ maxRetries: "0" }).up(again));
  expect(message).toContain("The next pulumi up sends the change again.");
  emulator.faults.clear();
  expect(await resource.nextRun().up(again)).toBe("update");
  expect(emulator.connections()).toMatchObject([{ endpointUrl: again.endpointUrl }]);
  expect(await resource.nextRun().refresh()).toBe("same");
});

test.each(endpoints)(
  "$model: an interrupted create is reclaimed, with the same headers only",
  async (args) => {
    const emulator = await start({ maskStyle: "edges" });
    const first = await deployed(args, emulator);
    const second = await deployed(args, emulator);
    expect(second.id).toBe(first.id);
    const third = await deployed({ ...args, headers: { Authorization: "Bearer gw-another-7777" } }, emulator);
    expect(third.id).not.toBe(first.id);
    expect(emulator.connections()).toHaveLength(2);
  },
);

test("a connection with other headers is not reclaimed, even if a platform shows them in plaintext", async () => {
  const emulator = await start({ customApi: "plaintext" });
  const heard = listen();
  const first = await deployed(knownFormat, emulator);
  await clientOf(emulator).update(first.id, {
    headers: [{ key: "Authorization", value: "Bearer gw-else-1234" }],
  });
  expect((await deployed(knownFormat, emulator)).id).not.toBe(first.id);
  expect(heard()).toContain("its headers are others, as the platform shows them");
  expect(heard()).not.toContain("gw-else");
});

test("adopt sends the headers, and what the platform doesn't show", async () => {
  for (const [customApi, sent] of [
    ["masked", ["headers"]],
    ["hidden", ["endpointUrl", "headers", "mapProvider", "llmFeatures", "IOMappings"]],
  ] as const) {
    const emulator = await start({ customApi });
    const first = await deployed({ ...knownFormat, connectionName: "existing" }, emulator);
    emulator.clearJournal();
    const adopting = new Driven(emulator, "adopting");
    await adopting.up({ ...knownFormat, connectionName: "existing", adopt: true });
    expect(adopting.id).toBe(first.id);
    const [patch] = bodiesOf(emulator).filter(([operation]) => operation === "update");
    expect([...(patch![1] as string[])].sort()).toEqual([...sent].sort());
    expect(await adopting.nextRun().refresh()).toBe("same");
  }
});

test("adopt refuses a connection that differs, and names both values", async () => {
  const emulator = await start();
  await deployed({ ...fromScratch, connectionName: "existing" }, emulator);
  const args = { ...fromScratch, payload: { other: 1 }, connectionName: "existing", adopt: true };
  const { message } = await failureOf(new Driven(emulator, "adopting").check(args));
  expect(message).toContain("payload on the platform differs from the program at other, model, messages.");
  const url = { ...fromScratch, endpointUrl: "https://x.example", connectionName: "existing", adopt: true };
  expect((await failureOf(new Driven(emulator, "adopting").check(url))).message).toContain(
    'endpointUrl is "https://models.example.com/generate" on the platform and "https://x.example" in the program',
  );
});

test("scrub overwrites the value of each header", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = await deployed({ ...knownFormat, deletionPolicy: "scrub" }, emulator);
  const placeholder = `scrubbed-by-pulumi-${resource.id}`;
  await resource.nextRun().remove();
  expect(emulator.connections()[0]!.headers).toEqual([
    { key: "Authorization", value: placeholder },
    { key: "Content-Type", value: placeholder },
  ]);
  expect(heard()).toContain("Its header values were replaced by a placeholder that can't work.");
});

test("a platform that doesn't know the form: its reason, and what to do", async () => {
  const emulator = await start({ customApi: "unknown" });
  const { message } = await failureOf(new Driven(emulator).up(knownFormat));
  expect(message).toMatch(
    /^Could not create model connection .* the platform said .* If this version of the platform doesn't know provider "API" with endpointUrl, use baseUrl and apiKey instead\./,
  );
  expect(emulator.connections()).toEqual([]);
});

test("a PATCH that the platform refuses: its reason, and what to do", async () => {
  const emulator = await start();
  const resource = await deployed(knownFormat, emulator);
  for (const status of [400, 404, 405, 422]) {
    emulator.faults.inject({
      on: { operation: "update" },
      fault: { kind: "status", status, body: { message: "not here" } },
    });
    const { message } = await failureOf(
      resource.nextRun().up({ ...knownFormat, endpointUrl: "https://x.example" }),
    );
    expect(message).toContain('"not here"');
    expect(message).toContain("can't change such a connection in place, create a new one");
  }
});

test("a header value that the platform returns elsewhere is neither stored nor shown", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = await deployed(knownFormat, emulator);
  const secret = "gw-declared-0001";
  const [connection] = emulator.connections();
  const body = {
    ...{ connectionId: resource.id, provider: "API", model: "llama-3", status: `x ${secret}` },
    ...{ connectionName: connection!.connectionName, endpointUrl: `https://e.example/?k=${secret}` },
    ...{ mapProvider: secret, llmFeatures: { [secret]: secret }, headers: [{ key: secret, value: secret }] },
    ...{ createdOn: connection!.createdOn, modifiedOn: connection!.modifiedOn },
  };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body } });
  await resource.nextRun().refresh();
  expect(JSON.stringify(without(resource.outs!, "headers")) + heard()).not.toContain(secret);
});

test("the outputs survive ignoreChanges: check accepts what it returned", async () => {
  const emulator = await start();
  for (const args of endpoints) {
    const resource = new Driven(emulator, `ignoring-${args.model}`);
    await resource.up(args);
    expect(await resource.nextRun().up({ ...args, ...without(resource.inputs!, "connectionName") })).toBe(
      "same",
    );
  }
});

test("a path that is not declared, or no longer, is sent as empty", async () => {
  const emulator = await start();
  const bare = without(without(fromScratch, "inputTokensPath"), "outputTokensPath");
  const resource = await deployed(bare, emulator);
  expect(emulator.connections()).toMatchObject([{ inputTokensPath: "" }]);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up({ ...bare, inputTokensPath: "usage.in" })).toBe("update");
  expect(await resource.nextRun().up(bare)).toBe("update");
  expect(emulator.connections()).toMatchObject([{ inputTokensPath: "" }]);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(bare)).toBe("same");
});

test("headers that the console changes or removes are found, each by its name", async () => {
  const emulator = await start({ maskStyle: "edges" });
  const resource = await deployed(knownFormat, emulator);
  emulator.console.changeHeader(resource.id, "Authorization", "Bearer gw-console-4444", { touch: false });
  expect(await resource.nextRun().refresh()).toEqual({
    apiKeyDrift: "headers changed outside Pulumi: the platform now shows another value of authorization",
  });
  await resource.nextRun().up(knownFormat);
  emulator.console.changeMembers(
    resource.id,
    { headers: [{ key: "X-New", value: "gw-console-5555" }] },
    { touch: false },
  );
  expect(await resource.nextRun().refresh()).toEqual({
    apiKeyDrift:
      "headers changed outside Pulumi: the platform now shows no authorization, content-type, also x-new",
  });
});

test("get reads a connection with an endpoint that the stack doesn't manage", async () => {
  const emulator = await start({ customApi: "plaintext" });
  const { id } = await deployed(fromScratch, emulator);
  const { props } = await new Driven(emulator).hooks.read(id, { __provider: "x" });
  expect(props).toMatchObject({ endpointUrl: fromScratch.endpointUrl, payload: fromScratch.payload });
  expect(props).toMatchObject({ maskedHeaders: { "x-api-key": expect.stringMatching(/^\(not stored/) } });
  expect(JSON.stringify(props)).not.toContain("hs-declared");
});

test("a write that could not be read back: the next refresh records what the platform shows", async () => {
  const emulator = await start({ canonicalForms: ["slash"], maskStyle: "edges" });
  emulator.faults.inject({ on: { operation: "get" }, times: 1, fault: { kind: "status", status: 403 } });
  const resource = await deployed(knownFormat, emulator);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(resource.outs).toHaveProperty("maskedHeaders");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(knownFormat)).toBe("same");
});

test("another deletionPolicy, or a status that the platform shows, updates state only", async () => {
  const emulator = await start();
  const resource = await deployed(knownFormat, emulator);
  emulator.clearJournal();
  expect(await resource.nextRun().up({ ...knownFormat, deletionPolicy: "scrub", status: "ACTIVE" })).toBe(
    "update",
  );
  expect(emulator.journal()).toEqual([]);
  expect(await resource.nextRun().refresh()).toBe("same");
});
