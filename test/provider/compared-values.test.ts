// A value that is hidden can be shown, but it is never compared: what was received decides (decisions/0013).
import { inspect } from "node:util";
import { receivedOf, withReceived } from "../../provider/api/received";
import { HIDDEN } from "../../provider/api/redact";
import { asDeclared } from "../../provider/model-connection/stored-forms";
import { emptyRecord, fromScratch, knownFormat, openAi, stored } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, clientOf, failureOf, listen, show, start } from "./platform";

type Members = Record<string, unknown>;

const withHeaders = (headers: Members, more: Members = {}) => ({
  ...knownFormat,
  headers: { ...knownFormat.headers, ...headers },
  ...more,
});
const { payload, ...ofScratch } = fromScratch;
const tenant = { ...ofScratch, payload, headers: { "X-Tenant": "tenant-alpha-1" } };

beforeEach(() => {
  listen();
});

test("the header of one endpoint changes no other resource of the run", async () => {
  const emulator = await start({ canonicalForms: ["prefix"] });
  const [other, resource] = [new Driven(emulator, "other"), new Driven(emulator, "gateway")];
  const args = withHeaders({ "X-Vendor": "models" });
  await other.up(openAi);
  await resource.up(args);
  other.nextRun();
  resource.hooks = other.hooks;
  expect([await resource.refresh(), await other.refresh()]).toEqual(["same", "same"]);
  expect([await resource.up(args), await other.up(openAi)]).toEqual(["same", "same"]);
});

/** A resource whose connection is shown with these members since its create. */
async function shownAs(emulator: Emulator, args: Members, members: Members): Promise<Driven> {
  const first = new Driven(emulator);
  await first.up(args);
  show(emulator, first.id!, members);
  const resource = new Driven(emulator);
  await resource.up(args);
  expect(resource.id).toBe(first.id);
  return resource;
}

/** The next update, and then the same members. */
async function updated(emulator: Emulator, resource: Driven, args: Members, members: Members) {
  emulator.faults.clear();
  expect(await resource.nextRun().up(args)).toBe("update");
  show(emulator, resource.id!, { ...members, headers: masksOf(emulator, resource) });
}

function masksOf(emulator: Emulator, { id }: Driven) {
  const { headers = [] } = emulator.connections().find(({ connectionId }) => connectionId === id)!;
  return headers.map(({ key }) => ({ key, value: "***" }));
}

test.each([
  ["anthropic/llama-3", { "X-Provider": "anthropic" }],
  ["models/llama-3", { "X-Vendor": "models" }],
])("a new header whose value the recorded form %s contains is no drift", async (model, headers) => {
  const emulator = await start();
  const resource = await shownAs(emulator, knownFormat, { model });
  const args = withHeaders(headers);
  await updated(emulator, resource, args, { model });
  await resource.nextRun().refresh();
  expect(resource.outs).toMatchObject({ model: knownFormat.model });
  expect(await resource.plan(await resource.check(args))).toMatchObject({ replaces: [] });
});

test("a header in plaintext that was added in the console hides no recorded form", async () => {
  const emulator = await start();
  const resource = await shownAs(emulator, knownFormat, { model: "anthropic/llama-3" });
  emulator.faults.clear();
  const headers = [{ key: "X-Provider", value: "anthropic" }];
  show(emulator, resource.id!, { model: "anthropic/llama-3", headers });
  await resource.nextRun().refresh();
  expect(resource.outs).toMatchObject({ model: knownFormat.model });
});

test.each([
  ["a model with a prefix", { "X-Vendor": "models" }, {}, { model: "models/llama-3" }],
  ["a model with a long prefix", { "X-Provider": "anthropic" }, {}, { model: "anthropic/llama-3" }],
  ["flags as texts", { "X-Stream": "false" }, {}, { llmFeatures: { streaming: "false" } }],
  [
    "a URL without its port",
    { Authorization: "Bearer gw-production-key-0001" },
    { endpointUrl: "https://gw-production.example.com:443/v1" },
    { endpointUrl: "https://gw-production.example.com/v1" },
  ],
  [
    "an international host as punycode",
    { "X-Forwarded-Host": "xn--mnchen-3ya.example.com" },
    { endpointUrl: "https://münchen.example.com/v1" },
    { endpointUrl: "https://xn--mnchen-3ya.example.com/v1" },
  ],
])("an interrupted create that shows %s is reclaimed and has no drift", async (_, headers, more, shown) => {
  const emulator = await start();
  const args = withHeaders(headers, more);
  const first = new Driven(emulator);
  await first.up(args);
  show(emulator, first.id!, shown);
  const again = new Driven(emulator);
  await again.up(args);
  expect(again.id).toBe(first.id);
  expect(await again.nextRun().refresh()).toBe("same");
  expect(await again.nextRun().up(args)).toBe("same");
});

test("state has a hash in place of a hidden form; another value is drift, unless it is hidden too", async () => {
  const emulator = await start();
  const args = withHeaders(
    { Authorization: "Bearer gw-production-key-0001" },
    { endpointUrl: "https://gw-production.example.com:443/v1" },
  );
  await new Driven(emulator).up(args);
  const [{ connectionId } = { connectionId: "" }] = emulator.connections();
  show(emulator, connectionId, { endpointUrl: "https://gw-production.example.com/v1" });
  const resource = new Driven(emulator);
  await resource.up(args);
  expect(resource.outs!.__stored!.endpointUrl).toEqual({
    declared: args.endpointUrl,
    hash: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
  });
  emulator.faults.clear();
  show(emulator, connectionId, { endpointUrl: "https://gw-production.example.com/v2" });
  expect(await resource.nextRun().refresh()).toBe("same");
  emulator.faults.clear();
  show(emulator, connectionId, { endpointUrl: "https://other.example.com" });
  expect(await resource.nextRun().refresh()).toMatchObject({ endpointUrl: "https://other.example.com" });
  emulator.faults.clear();
  expect(await resource.nextRun().up(args)).toBe("update");
});

test("a connection whose model contains a header's value can be adopted", async () => {
  const emulator = await start();
  const args = withHeaders({ "X-Provider": "anthropic" }, { connectionName: "E" });
  const first = new Driven(emulator);
  await first.up(args);
  show(emulator, first.id!, { model: "anthropic/llama-3" });
  const adopting = new Driven(emulator, "another");
  await adopting.check({ ...args, adopt: true });
  emulator.faults.clear();
  await adopting.up({ ...args, adopt: true });
  expect(adopting.id).toBe(first.id);
});

test("a new header with the value of a flag is no drift on a platform with flags as texts", async () => {
  const emulator = await start();
  const llmFeatures = { toolCalling: "false", supportTools: "false", streaming: "false" };
  const resource = await shownAs(emulator, knownFormat, { llmFeatures });
  await updated(emulator, resource, withHeaders({ "X-On": "false" }), { llmFeatures });
  expect(await resource.nextRun().refresh()).not.toHaveProperty("llmFeatures");
});

test("a live value that state has already stays as it is", () => {
  const record = withReceived({ ...emptyRecord, model: HIDDEN }, { ...emptyRecord, model: "anthropic/x" });
  expect(asDeclared(record, stored(knownFormat, { model: "anthropic/x" }))).toMatchObject({
    model: "anthropic/x",
  });
  expect(asDeclared(record, stored(knownFormat))).toMatchObject({ model: HIDDEN });
});

test("a form that an older version recorded as hidden counts as not shown", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(knownFormat);
  const live = `${knownFormat.endpointUrl}/x`;
  const __stored = { endpointUrl: { declared: knownFormat.endpointUrl, live: HIDDEN } };
  resource.outs = { ...resource.outs!, __stored };
  show(emulator, resource.id!, { endpointUrl: live });
  expect(await resource.nextRun().refresh()).not.toHaveProperty("endpointUrl");
});

test("a header with the name of a provider in another case doesn't hide the provider", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  const client = clientOf(emulator);
  client.hideHeaders([{ key: "X-Vendor", value: "open ai" }]);
  expect(await client.get(resource.id!)).toMatchObject({ provider: "Open AI" });
});

test.each(["active", "Inactive"])("the header value %s is a word of the platform", async (word) => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  const other = new Driven(emulator, "gateway");
  other.hooks = resource.hooks;
  const args = withHeaders({ "X-Mode": word });
  await other.up(args);
  for (const status of ["ACTIVE", "INACTIVE"]) {
    emulator.faults.clear();
    show(emulator, other.id!, { status });
    await other.nextRun().refresh();
    expect(other.outs).toMatchObject({ provider: "API", status });
  }
});

const problem = (argument: string) =>
  `${argument}: contains the text that takes the place of a hidden value; give the value itself, without ignoreChanges for it`;

test.each([
  ["payload", { ...fromScratch, payload: { tenant: HIDDEN } }],
  ["payload", { ...fromScratch, payload: { [`a ${HIDDEN}`]: 1 } }],
  ["endpointUrl", { ...knownFormat, endpointUrl: HIDDEN }],
  ["model", { ...openAi, model: `openai/${HIDDEN}` }],
  ["headers", withHeaders({ "X-Org": HIDDEN })],
])("check refuses the text of a hidden value in %s", async (argument, args) => {
  const resource = new Driven(await start());
  expect((await failureOf(resource.check(args))).message).toBe(problem(argument));
});

test("the text of a hidden value in state is not sent", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(tenant);
  emulator.console.changeMembers(resource.id!, { payload: { tenant: "tenant-alpha-1" } });
  expect(await resource.nextRun().refresh()).toEqual({ payload: { tenant: HIDDEN } });
  const ignoring = { ...tenant, payload: resource.inputs!.payload, model: "house-2" };
  expect((await failureOf(resource.nextRun().up(ignoring))).message).toContain(problem("payload"));
  expect(JSON.stringify(emulator.connections())).not.toContain(HIDDEN);
});

test("what was received is in no text, state or message", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = new Driven(emulator);
  await resource.up(tenant);
  const client = clientOf(emulator);
  client.hideHeaders([{ key: "X-Tenant", value: "tenant-alpha-1" }]);
  emulator.console.changeMembers(resource.id!, { payload: { tenant: "tenant-alpha-1" } });
  const record = await client.get(resource.id!);
  expect(receivedOf({ ...record })).toMatchObject({ payload: { tenant: "tenant-alpha-1" } });
  const texts = [JSON.stringify(record), inspect(record, { depth: 10, showHidden: true, getters: true })];
  await resource.nextRun().refresh();
  const found = await failureOf(
    new Driven(emulator, "b").up({ ...tenant, connectionName: resource.outs!.connectionName, adopt: true }),
  );
  const { headers, ...outs } = resource.outs!;
  expect(headers).toBeDefined();
  const all = [...texts, JSON.stringify(outs), found.message, heard()].join("\n");
  expect(all).toContain(HIDDEN);
  expect(all).not.toContain("tenant-alpha-1");
});
