// Malicious responses affect no path, no terminal and no prototype.
import { ModelConnectionError } from "../../provider/model-connection/error-context";
import { nameInUse } from "../../provider/model-connection/name-conflicts";
import { Reporter, label } from "../../provider/model-connection/reporter";
import { openAi, without } from "./arguments";
import { Driven } from "./driver";
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

const unsafe = "a<{%boom%}>\u001b[2J\n\u0085\u2028\u202e\u200bz";
const safe = "a\ufffd{%boom%}>\ufffd[2J\ufffd\ufffd\ufffd\ufffd\ufffdz";
const KEY = "sk-declared-0001";

test("unsafe text from the platform is replaced in state and in the result of get, and is drift", async () => {
  const emulator = await start();
  listen();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  emulator.console.rename(resource.id!, unsafe);
  emulator.console.setStatus(resource.id!, unsafe);
  expect(await resource.nextRun().refresh()).toMatchObject({ connectionName: safe });
  expect(resource.outs).toMatchObject({ connectionName: safe, status: safe });
  const { props } = await new Driven(emulator).hooks.read(resource.id!);
  expect(props).toMatchObject({ connectionName: safe, status: safe });
});

test("an ordinary name is not drift: emoji joined by U+200D, right to left, accents, 255 characters", async () => {
  for (const connectionName of ["👩‍💻 gpt", "نموذج العربية", "modèle à çédille", "x".repeat(255)]) {
    const resource = new Driven(await start());
    await resource.up({ ...openAi, connectionName });
    expect(await resource.nextRun().refresh()).toBe("same");
    expect(resource.outs).toMatchObject({ connectionName });
  }
});

test.each(["connectionName", "model"])("check refuses unsafe text in %s", async (name) => {
  const { message } = await failureOf(new Driven(await start()).check({ ...openAi, [name]: unsafe }));
  expect(message).toBe(
    `${name}: must not contain control characters, invisible characters, or text that Pulumi or a CI runner interprets as a command: "<" before "{%", "##" before "[", "::" at its start, or JSON with a backslash or "::"`,
  );
});

test("a key that the platform returns in any value is neither stored nor shown", async () => {
  const emulator = await start();
  const heard = listen();
  const resource = new Driven(emulator);
  await resource.up(openAi);
  const values = {
    connectionName: `n ${KEY}`,
    model: KEY.toUpperCase(),
    status: encodeURIComponent(KEY),
    modelType: KEY,
  };
  const dates = { createdOn: Buffer.from(KEY).toString("base64"), modifiedOn: `${KEY} ` };
  const body = {
    connectionId: resource.id!,
    provider: KEY,
    ...values,
    ...dates,
    fields: { API_KEY: `${KEY.slice(0, 12)}****` },
  };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body } });
  await resource.nextRun().refresh();
  const shown = without(resource.outs!, "apiKey");
  expect(JSON.stringify(shown).toLowerCase()).not.toContain(KEY.slice(0, 12));
  expect(shown).toMatchObject({
    connectionName: "(not shown: it contains a key)",
    maskedApiKey: "(shown unmasked by the platform, not stored)",
  });
  expect(heard()).not.toContain(KEY);
});

test.each(["model", "connectionName"])(
  "check refuses %s if it contains a key, without printing it",
  async (name) => {
    const emulator = await start();
    const platformKey = emulator.apiKey;
    for (const key of [KEY, platformKey]) {
      const { message } = await failureOf(new Driven(emulator).check({ ...openAi, [name]: `x-${key}` }));
      expect(message).toBe(`${name}: must not contain a key, because it is shown and stored in plaintext`);
    }
    expect(emulator.journal()).toEqual([]);
  },
);

test("a name that shares more than 12 characters with a key is shown, is not drift, and is found in the list", async () => {
  const emulator = await start({ uniqueKeys: false });
  const named = (connectionName: string, apiKey: string) => ({ ...openAi, connectionName, apiKey });
  const first = new Driven(emulator);
  await first.up(named("support-bot-production", "sk-test-of-support-bot-production"));
  expect(await first.nextRun().refresh()).toBe("same");
  expect(first.outs).toMatchObject({ connectionName: "support-bot-production" });

  emulator.console.create({
    ...openAi,
    provider: "Open AI",
    connectionName: "sk-billing-bot",
    fields: { API_KEY: "sk-other" },
  });
  const other = new Driven(emulator);
  // The list is requested before the second resource declares its name.
  await other.check(named("first-to-be-checked", "sk-billing-bot-0001"));
  const { message } = await failureOf(other.check(named("sk-billing-bot", "sk-another-key")));
  expect(message).toMatch(/^connectionName: a connection named "sk-billing-bot" already exists/);
});

test("an id that is a key is refused in a record and in a list; the id of a scrubbed connection, which its placeholder contains, is not", async () => {
  const emulator = await start();
  for (const connectionId of [KEY, Buffer.from(KEY).toString("hex"), `cn-${KEY}`, KEY.slice(0, -4)]) {
    const client = clientOf(emulator);
    client.hide(KEY);
    const fault = (body: object) =>
      emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", commit: false, body } });
    fault(record({ connectionId }));
    const got = await failureOf(client.get("cn-1"));
    fault({ connections: [record({ connectionId })], total: 1 });
    const listed = await failureOf(client.list());
    for (const { message } of [got, listed]) {
      expect(message).toContain("a connectionId contains a key");
      expect(message).not.toContain(connectionId);
    }
  }
  listen();
  const resource = new Driven(emulator);
  await resource.up({ ...openAi, deletionPolicy: "scrub" });
  const id = resource.id!;
  await resource.nextRun().remove();
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: `scrubbed-by-pulumi-${id}` } }]);
});
