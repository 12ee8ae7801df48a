// A platform that stores what it is sent in another form: one connection, no drift, and a change outside Pulumi is still found.
import type { EmulatorOptions } from "../../emulator/index";
import { customApi as apiDraft } from "../emulator/platform";
import { type Args, azure, customApi, openAi } from "./arguments";
import { Driven } from "./driver";
import { isStoredForm } from "../../provider/model-connection/stored-forms";
import { type FieldName } from "../../provider/model-connection/fields";
import { liveValue } from "../../provider/model-connection/live-value";
import type { Json } from "../../provider/json";
import type { ConnectionRecord } from "../../provider/api/records";
import { counted, listen, start } from "./platform";

const mixed: Args = { ...openAi, model: "GPT-4o" };
const platforms: [string, EmulatorOptions, Args][] = [
  ["adds a slash", { canonicalForms: ["slash"] }, customApi],
  ["lower-cases the model", { canonicalForms: ["lowerCase"] }, mixed],
  ["adds a prefix", { canonicalForms: ["prefix"] }, azure],
  ["does both", { canonicalForms: ["lowerCase", "prefix"] }, mixed],
];

test.each(platforms)(
  "a platform that %s shows no drift, and nothing is created twice",
  async (_, options, args) => {
    const emulator = await start(options);
    const resource = new Driven(emulator);
    await resource.up(args);
    for (let run = 1; run <= 3; run++) {
      expect(await resource.nextRun().refresh()).toBe("same");
      expect(await resource.nextRun().up(args)).toBe("same");
    }
    expect(resource.outs).toMatchObject(args);
    expect(emulator.connections()).toHaveLength(1);
  },
);

test.each(platforms)(
  "a platform that %s: a lost response, an interrupted run and an adoption end with one connection",
  async (_, options, args) => {
    const emulator = await start(options);
    listen();
    emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "lostAnswer" } });
    const resource = new Driven(emulator);
    await resource.up(args);
    expect(await resource.nextRun().refresh()).toBe("same");

    const again = new Driven(emulator);
    await again.up(args);
    expect(again.id).toBe(resource.id);
    expect(await again.nextRun().refresh()).toBe("same");

    const adopting = new Driven(emulator, "adopting");
    const { connectionName } = emulator.connections()[0]!;
    await adopting.up({ ...args, connectionName, adopt: true });
    expect(adopting.id).toBe(resource.id);
    expect(await adopting.nextRun().refresh()).toBe("same");
    expect(await adopting.nextRun().up({ ...args, connectionName, adopt: true })).toBe("same");
    expect(emulator.connections()).toHaveLength(1);
    expect(counted(emulator)["create"]).toBe(1);
  },
);

test("a change outside Pulumi is drift, and undoing it ends the drift", async () => {
  const emulator = await start({ canonicalForms: ["lowerCase"] });
  const resource = new Driven(emulator);
  await resource.up(mixed);
  emulator.console.changeModel(resource.id!, "gpt-4.1");
  expect(await resource.nextRun().refresh()).toEqual({ model: "gpt-4.1" });
  emulator.console.changeModel(resource.id!, "gpt-4o");
  await resource.nextRun().refresh();
  expect(resource.outs).toMatchObject({ model: "GPT-4o" });
});

test("a change outside Pulumi that an update meets stays drift", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  emulator.console.changeModel(resource.id!, "gpt-4.1");
  expect(await resource.nextRun().up({ ...openAi, apiKey: "sk-rotated-000001" })).toBe("update");
  expect(await resource.nextRun().refresh()).toEqual({ model: "gpt-4.1" });
});

test("a write that could not be read back: the next refresh records the platform's form", async () => {
  const emulator = await start({ canonicalForms: ["slash"] });
  listen();
  emulator.faults.inject({ on: { operation: "get" }, times: 1, fault: { kind: "status", status: 403 } });
  // The response to POST shows no URL.
  const resource = new Driven(emulator);
  await resource.up(customApi);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(customApi)).toBe("same");
});

test("a field that the provider doesn't have is neither drift nor an obstacle, and FINALIZED is healthy", async () => {
  const emulator = await start({ customApiModel: true });
  const resource = new Driven(emulator);
  await resource.up(customApi);
  const heard = listen();
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(customApi)).toBe("same");
  expect(heard()).toBe("");
  emulator.console.create({ ...apiDraft("existing"), model: "custom" });
  const adopting = new Driven(emulator, "adopting");
  expect(await adopting.up({ ...customApi, connectionName: "existing", adopt: true })).toBe("create");
});

test.each([
  ["INACTIVE", "it is switched off; switch it on in the platform's console"],
  ["SUSPENDED", "look at the connection in the platform's console"],
  ["DRAFT", "look at the connection in the platform's console"],
])("status %s is reported in every run", async (status, text) => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  emulator.console.setStatus(resource.id!, status);
  const heard = listen();
  await resource.nextRun().refresh();
  expect(heard()).toContain(`is "${status}" on the platform. The provider doesn't set the status: ${text}.`);
});

test.each([
  ["model", "GPT-4o", "models/gpt-4o", true],
  ["model", "gpt-4", "gpt-4o", false],
  ["model", "gpt-4", "my-gpt-4", false],
  ["baseUrl", "https://API.example.com/v1", "https://api.example.com/v1/", true],
  ["baseUrl", "https://api.example.com", "https://relay.example.com/https://api.example.com", false],
  ["baseUrl", "https://api.example.com/V1", "https://api.example.com/v1", false],
  ["endpointUrl", "https://a.example/v1/?q={{x}}", "https://a.example/v1?q=%7B%7Bx%7D%7D", true],
  ["endpointUrl", "https://a.example/m%2fn/~x", "https://a.example/m%2Fn/%7Ex", true],
  ["endpointUrl", "https://a.example/m%2Fn", "https://a.example/m/n", false],
  ["endpointUrl", "https://a.example/v1?q=1", "https://a.example/v1?q=2", false],
  ["deploymentId", "prod", "team-b/prod", false],
  ["deploymentId", "Prod", "prod", true],
] as [FieldName, string, string, boolean][])(
  "%s %s may be stored as %s: %s",
  (field, declared, live, expected) => {
    expect(isStoredForm(field, declared, live)).toBe(expected);
  },
);

const variable = { name: "a", status: null, elementType: null, required: false };
const flags = { streaming: true, toolCalling: false };
const payload = { model: "m", stream: false, stop: null, messages: [{ role: "user" }] };

test.each([
  ["llmFeatures", flags, { streaming: true }, true],
  ["llmFeatures", flags, { streaming: "true", toolCalling: "false", vision: true }, true],
  ["llmFeatures", flags, JSON.stringify(flags), true],
  ["llmFeatures", flags, { streaming: 1, toolCalling: 0 }, true],
  ["llmFeatures", flags, { streaming: "True", toolCalling: "" }, true],
  ["llmFeatures", flags, { toolCalling: false }, false],
  ["llmFeatures", flags, { streaming: true, toolCalling: "perhaps" }, false],
  ["llmFeatures", flags, { streaming: true, toolCalling: "true" }, false],
  ["ioMappings", ["textToText", "textToImage"], '["textToImage","textToText"]', true],
  ["payload", payload, JSON.stringify(payload), true],
  ["payload", payload, { ...payload, id: 1 }, true],
  ["payload", payload, { model: "m", stream: false, messages: [{ role: "user", id: 1 }] }, true],
  ["payload", payload, { ...payload, stream: "false" }, true],
  ["payload", payload, { ...payload, stream: "true" }, false],
  ["payload", { n: 0.5 }, { n: "0.5" }, true],
  ["payload", { n: "0.5" }, { n: 0.5 }, false],
  ["payload", payload, { model: "m", messages: [{ role: "user" }] }, false],
  ["payload", payload, "[INST] no JSON", false],
  ["payload", { constructor: { b: 1 } }, {}, false],
  ["promptVars", [variable], [{ name: "a" }], true],
  ["promptVars", [variable], JSON.stringify([{ id: 7, ...variable }]), true],
  ["promptVars", [{ ...variable, required: true }], [{ name: "a" }], false],
  ["promptVars", [], "", true],
  ["customVars", [], {}, true],
  ["customVars", [], [{ z: 1 }], false],
  ["customVars", [{ z: 1, a: null }], [{ z: 1 }], true],
  ["customVars", [{ z: 1, a: false }], [{ z: 1 }], false],
] as [FieldName, Json, Json, boolean][])(
  "%s %j may be shown as %j: %s",
  (field, declared, shown, expected) => {
    const record = { [field === "ioMappings" ? "IOMappings" : field]: shown } as never as ConnectionRecord;
    expect(isStoredForm(field, declared, liveValue(field, record))).toBe(expected);
  },
);
