// Malicious responses affect no path, no terminal and no prototype.
import { ModelConnectionError } from "../../provider/model-connection/error-context";
import { nameInUse } from "../../provider/model-connection/name-conflicts";
import { Reporter, label } from "../../provider/model-connection/reporter";
import { clientOf, counted, failureOf, listen, start } from "./platform";

const record = (more: object = {}) => ({
  connectionId: "cn-1",
  connectionName: "gpt",
  provider: "Open AI",
  fields: { API_KEY: "sk-***" },
  ...more,
});

const evil = "a\u001b]0;pwned\u0007\u001b[2J\r\n\u202eb\u0000";
// eslint-disable-next-line no-control-regex -- what must not be there
const raw = /[\u0000-\u0009\u000b-\u001f\u007f\u009b\u202e]/;

/** What the client makes of a response. */
async function received(body: unknown, operation: "get" | "list") {
  const emulator = await start();
  // As text, since an object literal would set the prototype instead of the property.
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 200, body: body as string } });
  return operation === "get" ? clientOf(emulator).get("cn-1") : clientOf(emulator).list();
}

test("__proto__ and constructor in a response are dropped like any other unknown property", async () => {
  const text = JSON.stringify(record()).replace(
    "{",
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
  );
  const got = await received(text.replace('"fields":{', '"fields":{"__proto__":{"API_KEY":"x"},'), "get");
  expect(Object.keys(got).sort()).toEqual(["connectionId", "connectionName", "fields", "provider"]);
  expect(Object.getPrototypeOf(got)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(got).toMatchObject({ fields: { API_KEY: "sk-***" } });
});

test.each([
  "../admin",
  "..",
  ".",
  "a/b",
  "a\\b",
  "a?b",
  "a#b",
  "a%2fb",
  "a b",
  "a\nb",
  "",
  "ü",
  "a".repeat(129),
  7,
  null,
])("the id %j is refused", async (connectionId) => {
  const body = { connections: [record({ connectionId })], total: 1 };
  const error = await failureOf(received(body, "list"));
  expect(error.message).toContain("connections.connectionId is missing or of the wrong shape");
});

test.each(["cn-0123-4567", "42", "A.b_c~d-e", "..."])("the id %s is accepted", async (connectionId) => {
  const body = { connections: [record({ connectionId })], total: 1 };
  expect(await received(body, "list")).toMatchObject([{ connectionId }]);
});

test("property names outside the contract never appear in an error", async () => {
  const body = { connections: [{ "\u001b[2Jplanted": 1, connectionId: { planted: 1 } }] };
  const error = await failureOf(received(body, "list"));
  expect(error.message).not.toContain("planted");
  expect(error.message).not.toMatch(raw);
});

test.each([
  [{ connections: {} }, "connections is"],
  [{ connections: [null] }, "connections is"],
  [{ connections: [], total: -1 }, "total is"],
  [{ connections: [], total: 1e300 }, "total is"],
  [{ connections: [record({ connectionName: "x".repeat(2_000) })] }, "connections.connectionName is"],
])("the list %j has the wrong shape", async (body, what) => {
  expect((await failureOf(received(body, "list"))).message).toContain(what);
});

test("a name is printed without its control characters", () => {
  const heard = listen();
  const reporter = new Reporter();
  reporter.note(`took ${label(evil, evil)}.`);
  reporter.warn(nameInUse({ ...record(), connectionName: evil, connectionId: evil, model: evil } as never));
  const lines = heard();
  expect(lines.split("\n")).toHaveLength(3);
  expect(lines).not.toMatch(raw);
  expect(new ModelConnectionError(label(evil)).message).not.toMatch(raw);
});

test("each line is printed once per process", () => {
  const heard = listen();
  const reporter = new Reporter();
  for (let i = 0; i < 3; i++) reporter.warn("the same, in malice.test");
  expect(heard()).toBe("warning: the same, in malice.test\n");
});

test("a redirect's location is printed without its control characters", async () => {
  const emulator = await start();
  const location = "http://evil.example/\u001b[2J";
  emulator.faults.inject({ on: {}, fault: { kind: "redirect", location: encodeURI(location) } });
  expect((await failureOf(clientOf(emulator).list())).message).not.toMatch(raw);
  expect(counted(emulator)).toEqual({ list: 1 });
});
