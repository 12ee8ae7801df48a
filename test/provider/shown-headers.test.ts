// What a platform may show of headers, in them and elsewhere, and what it means: nothing, the declared value, or another one.
import { HIDDEN } from "../../provider/api/redact";
import { storedForms } from "../../provider/model-connection/stored-forms";
import { customApi, declared, emptyRecord, knownFormat, openAi, without } from "./arguments";
import { Driven } from "./driver";
import { clientOf, failureOf, listen, show, start } from "./platform";

type Members = Record<string, unknown>;

const entries = (headers: object) =>
  Object.entries(headers).map(([key, value]: [string, unknown]) => ({ key, value }));
const authorization = (value: unknown) => [{ key: "Authorization", value }];

beforeEach(() => {
  listen();
});

afterEach(() => {
  delete process.env["UNIT_SHOWN_KEY"];
});

/** The next run of a create that was interrupted, on a platform that shows these headers. */
async function interruptedCreate(headers: unknown) {
  const emulator = await start();
  const first = new Driven(emulator);
  await first.up(knownFormat);
  show(emulator, first.id!, { headers });
  const again = new Driven(emulator);
  await again.up(knownFormat);
  return { first, again };
}

test.each([
  ["no header", []],
  ["null", authorization(null)],
  ["no value", [{ key: "Authorization" }]],
  ["an empty value", authorization("")],
  ["a number", authorization(7)],
  ["a word", authorization("REDACTED")],
  ["a word in brackets", authorization("<hidden>")],
  ["a word after the scheme", authorization("Bearer [redacted]")],
  ["circles", authorization("●●●●●●●●")],
  ["two stars", authorization("**")],
  ["a start with two stars", authorization("other**")],
  ["a start with dots", authorization("other...")],
  ["a mask without the scheme", authorization("gw-*****")],
  ["a mask with circles", authorization("Bearer gw-●●●●")],
  ["plaintext without the scheme", authorization("gw-declared-0001")],
  ["name and value", [{ name: "Authorization", value: "Bearer gw-declared-0001" }]],
  ["an object", { Authorization: "Bearer ***" }],
  ["an object of objects", { Authorization: { value: "Bearer gw-declared-0001" } }],
  ["entries of an unknown shape", [["Authorization", "x"], "Authorization: x", 7, null]],
  ["a text", "hidden"],
])("headers shown as %s are no other headers: an interrupted create is reclaimed", async (_, headers) => {
  const { first, again } = await interruptedCreate(headers);
  expect(again.id).toBe(first.id);
  expect(await again.nextRun().refresh()).toBe("same");
  expect(JSON.stringify(without(again.outs!, "headers"))).not.toContain("gw-declared");
});

test.each([
  ["plaintext", authorization("Bearer gw-another-9999")],
  ["plaintext by name", [{ name: "authorization", value: "gw-another-9999" }]],
  ["plaintext in an object of objects", { Authorization: { value: "gw-another-9999" } }],
  ["a mask", authorization("Bearer an****")],
  ["a mask without the scheme", authorization("an****99")],
])("another value shown as %s is not reclaimed", async (_, headers) => {
  const { first, again } = await interruptedCreate(headers);
  expect(again.id).not.toBe(first.id);
});

test("a header that the platform no longer shows a value of is no drift", async () => {
  const emulator = await start({ customApi: "plaintext" });
  const resource = new Driven(emulator);
  await resource.up(knownFormat);
  show(emulator, resource.id!, { headers: { Authorization: "REDACTED", "content-type": null } });
  expect(await resource.nextRun().refresh()).toBe("same");
  emulator.faults.clear();
  expect(await resource.nextRun().refresh()).toBe("same");
});

test("a header may contain the id of another connection", async () => {
  const emulator = await start();
  const [other, resource] = [new Driven(emulator, "other"), new Driven(emulator, "gateway")];
  await other.up(openAi);
  await resource.up({ ...knownFormat, headers: { "X-Upstream": other.id } });
  other.hooks = resource.nextRun().hooks;
  expect(await resource.refresh()).toBe("same");
  expect(await other.refresh()).toBe("same");
  const client = clientOf(emulator);
  await client.update(resource.id!, { headers: [{ key: "X-Upstream", value: other.id! }] });
  expect(await client.list()).toHaveLength(2);
});

test("a header's value that another argument contains doesn't hide that argument", async () => {
  const emulator = await start();
  const args = {
    ...knownFormat,
    endpointUrl: "https://gateway.example.com:443/v1",
    headers: { "X-Forwarded-Host": "gateway.example.com" },
  };
  const resource = new Driven(emulator);
  await resource.up(args);
  show(emulator, resource.id!, { endpointUrl: "https://gateway.example.com/v1" });
  const again = new Driven(emulator);
  await again.up(args);
  expect(again.id).toBe(resource.id);
  expect(await again.nextRun().refresh()).toBe("same");
  expect(again.outs).toMatchObject({ endpointUrl: args.endpointUrl });
  emulator.faults.clear();
  show(emulator, resource.id!, { endpointUrl: "https://gateway.example.com/EVIL" });
  expect(await again.nextRun().refresh()).toEqual({ endpointUrl: "https://gateway.example.com/EVIL" });
});

test("a value that is hidden right after our own write counts as not shown", () => {
  const record = { ...emptyRecord, fields: { BASE_URL: HIDDEN }, endpointUrl: HIDDEN };
  expect(storedForms(declared(customApi), record)).toEqual({ baseUrl: { unseen: true } });
  expect(storedForms(declared(knownFormat), record, ["endpointUrl"])).toEqual({
    endpointUrl: { unseen: true },
  });
});

const fromEnvironment = (prefix = "Bearer ") => ({
  ...without(knownFormat, "headers"),
  headersEnv: { Authorization: { env: "UNIT_SHOWN_KEY", prefix } },
  apiKeyVersion: "1",
});

test("another value of the variable at refresh is no drift", async () => {
  process.env["UNIT_SHOWN_KEY"] = "gw-environment-0001-abcd";
  const emulator = await start({ maskStyle: "edges" });
  const resource = new Driven(emulator);
  await resource.up(fromEnvironment());
  for (const value of ["gw-s-1", "gw-environment-0002-and-longer"]) {
    process.env["UNIT_SHOWN_KEY"] = value;
    expect(await resource.nextRun().refresh()).toBe("same");
    expect(await resource.nextRun().up(fromEnvironment())).toBe("same");
  }
});

test("a value in plaintext from a variable that is not set is not shown in other members", async () => {
  process.env["UNIT_SHOWN_KEY"] = "gw-environment-0001";
  const emulator = await start();
  const heard = listen();
  const resource = new Driven(emulator);
  await resource.up(fromEnvironment());
  show(emulator, resource.id!, {
    headers: authorization("Bearer gw-environment-0001"),
    endpointUrl: "https://gateway.example.com/v1?key=gw-environment-0001",
    llmFeatures: { streaming: "gw-environment-0001" },
  });
  delete process.env["UNIT_SHOWN_KEY"];
  await resource.nextRun().refresh();
  expect(JSON.stringify([resource.inputs, resource.outs]) + heard()).not.toContain("gw-environment");
});

test("headers named as members of every object are shown by name", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(knownFormat);
  const { maskedHeaders } = resource.outs!;
  show(emulator, resource.id!, {
    headers: [
      ...entries(maskedHeaders!),
      { key: "constructor", value: "a***" },
      { key: "__proto__", value: "b***" },
    ],
  });
  expect(await resource.nextRun().refresh()).toEqual({
    apiKeyDrift: "headers changed outside Pulumi: the platform now shows also constructor, __proto__",
  });
});

test.each(["acme12", "planted-agent/1.0"])("the header value %s is not shown as a value", async (value) => {
  const emulator = await start();
  const heard = listen();
  const resource = new Driven(emulator);
  await resource.up({ ...knownFormat, headers: { "User-Agent": value } });
  show(emulator, resource.id!, { status: value });
  await resource.nextRun().refresh();
  expect(resource.outs).toMatchObject({ status: "(not shown: it contains a key)" });
  expect(heard()).not.toContain(value);
});

test("a header's value of 8 characters hides a reason; a shorter one only as the complete reason", async () => {
  const emulator = await start();
  const reasonOf = async (headers: Members, message: string) => {
    const fault = { kind: "status", status: 400, body: { message } } as const;
    emulator.faults.inject({ on: { operation: "create" }, fault });
    return (await failureOf(new Driven(emulator).up({ ...knownFormat, headers }))).message;
  };
  expect(await reasonOf({ "User-Agent": "agent-007" }, "agent-007 is unknown")).not.toContain("agent-007");
  expect(await reasonOf({ "X-Org": "acme12" }, "acme12")).not.toContain("acme12");
  expect(await reasonOf({ "X-Session": "1" }, "unknown in region 1")).toContain("unknown in region 1");
});

test("a scrub that the platform refuses says how to leave the headers", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up({ ...knownFormat, deletionPolicy: "scrub" });
  emulator.faults.inject({
    on: { operation: "update" },
    fault: { kind: "status", status: 400, body: { message: "not here" } },
  });
  const { message } = await failureOf(resource.nextRun().remove());
  expect(message).toContain('"not here"');
  expect(message).toContain(
    'To leave its headers as they are, set deletionPolicy to "retain", run pulumi up, and remove the connection then.',
  );
});
