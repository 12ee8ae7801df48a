// Responses that are not from the Connections API: each is a typed error that says what arrived and shows no secret.
import { brotliCompressSync, gzipSync } from "node:zlib";
import { respondingPort, stopServers } from "../network/servers";
import { inspect } from "node:util";
import type { FaultRule } from "../../emulator/index";
import { create, openAi } from "../emulator/platform";
import { Deadline } from "../../provider/api/deadline";
import { clientOf, counted, failureOf, start } from "./platform";

type Fault = FaultRule["fault"];

test.each([
  [{ kind: "html" }, 200, "an HTML page"],
  [{ kind: "proxy404" }, 404, "an HTML page"],
  [{ kind: "html", status: 400 }, 400, "an HTML page"],
  [{ kind: "truncated" }, 200, "a body that is not JSON"],
  [{ kind: "status", status: 200, body: "" }, 200, "an empty body"],
  [{ kind: "status", status: 200, body: "OK" }, 200, "a body that is not JSON"],
  [{ kind: "wrongShape", body: null }, 200, "a body that is not a JSON object"],
  [{ kind: "wrongShape", body: 7 }, 200, "a body that is not a JSON object"],
  [{ kind: "wrongShape", body: [] }, 200, "the body is missing or of the wrong shape"],
  [{ kind: "wrongShape" }, 200, "connectionId, connectionName, provider are missing or of the wrong shape"],
  [
    { kind: "wrongShape", body: { connectionId: 1 } },
    200,
    "connectionId, connectionName, provider are missing",
  ],
  [{ kind: "status", status: 204 }, 204, "an empty body"],
  [{ kind: "huge" }, 200, "its body is larger than 10 MiB"],
] as [Fault, number, string][])(
  "the response %j with status %d is reported as %s",
  async (fault, status, what) => {
    const emulator = await start();
    const id = await create(emulator);
    emulator.clearJournal();
    emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault });
    const error = await failureOf(clientOf(emulator).get(id));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", status });
    expect(error.message).toContain(`the response is not from the Connections API: ${what}`);
    expect(counted(emulator)).toEqual({ get: 1 });
  },
);

test("a body below 10 MiB is read", async () => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "huge", bytes: 9 * 1024 * 1024 } });
  expect(await clientOf(emulator).get(id)).toMatchObject({ connectionId: id });
});

test.each(["gzip", "br"] as const)(
  "a response that is compressed with %s although nobody asked is read, and its limit is that of the text",
  async (encoding) => {
    const compressed = { gzip: gzipSync, br: brotliCompressSync }[encoding];
    const asked: unknown[] = [];
    const record = (padding: number) =>
      JSON.stringify({
        connectionId: "cn-1",
        connectionName: "n",
        provider: "API",
        padding: "x".repeat(padding),
      });
    const bodies = [record(10), record(11 * 1024 * 1024)].map((text) => compressed(text));
    const port = await respondingPort((request, response) => {
      asked.push(request.headers["accept-encoding"]);
      response
        .writeHead(200, { "content-type": "application/json", "content-encoding": encoding })
        .end(bodies.shift());
    });
    const client = clientOf({ url: `http://127.0.0.1:${port}`, apiKey: "k" });
    expect(await client.get("cn-1")).toMatchObject({ connectionName: "n" });
    expect((await failureOf(client.get("cn-1"))).message).toContain("its body is larger than 10 MiB");
    expect(asked).toEqual(["identity", "identity"]);
    await stopServers();
  },
);

test.each([null, "2"])("a total of %j is accepted", async (total) => {
  const emulator = await start();
  const connections = ["cn-1", "cn-2"].map((connectionId) => ({
    connectionId,
    connectionName: connectionId,
    provider: "API",
  }));
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body: { connections, total } } });
  expect(await clientOf(emulator).list()).toHaveLength(2);
});

test.each([
  [1_700_000_000, "2023-11-14T22:13:20.000Z"],
  [1_700_000_000_000, "2023-11-14T22:13:20.000Z"],
  ["as it is", "as it is"],
  [null, undefined],
])("the date %j is read as %j", async (createdOn, expected) => {
  const emulator = await start();
  const body = {
    connectionId: "cn-1",
    connectionName: "n",
    provider: "API",
    createdOn,
    modifiedOn: createdOn,
  };
  emulator.faults.inject({ on: {}, fault: { kind: "wrongShape", body } });
  expect(await clientOf(emulator).get("cn-1")).toMatchObject(
    expected === undefined ? {} : { createdOn: expected, modifiedOn: expected },
  );
});

test("a value of 2,048 characters is complete, and a longer one is cut", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const [status, modifiedOn] = ["s".repeat(2_048), "m".repeat(9_000_000)];
  const body = { connectionId: id, connectionName: "n", provider: "Open AI", status, modifiedOn };
  emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "wrongShape", body } });
  const record = await clientOf(emulator).get(id);
  expect(record.status).toBe(status);
  expect(record.modifiedOn).toBe("m".repeat(2_048));
});

test("a list of up to 64 MiB is read, and a larger one is refused", async () => {
  const emulator = await start();
  const MiB = 1024 * 1024;
  emulator.faults.inject({ on: { operation: "list" }, fault: { kind: "huge", bytes: 20 * MiB } });
  expect(await clientOf(emulator).list()).toEqual([]);
  emulator.faults.inject({ on: { operation: "list" }, fault: { kind: "huge", bytes: 65 * MiB } });
  const { message } = await failureOf(clientOf(emulator, { attemptTimeout: 30_000, timeout: 30_000 }).list());
  expect(message).toContain("its body is larger than 64 MiB");
});

test.each([
  [{ error: { message: "nested" } }, '"nested"'],
  [{ error: "plain" }, '"plain"'],
  [{ message: "top" }, '"top"'],
  [{ error: {}, message: "top" }, '"top"'],
  [{ error: { message: 7 } }, "refused the request"],
  [{}, "refused the request"],
  [{ message: "a\u001b[2J\nb" }, '"a�[2J b"'],
  [{ message: "x".repeat(5_000) }, `"${"x".repeat(200)}…"`],
])("the message of the error body %j is shown, safe to print", async (body, shown) => {
  const emulator = await start();
  emulator.faults.inject({ on: {}, fault: { kind: "status", status: 422, body } });
  expect((await failureOf(clientOf(emulator).list())).message).toContain(shown);
});

/** All texts that can be printed of an error. */
function everythingOf(error: Error): string {
  return [
    error.message,
    error.stack,
    String(error),
    JSON.stringify(error),
    JSON.stringify(Object.getOwnPropertyDescriptors(error)),
    inspect(error, { depth: Infinity, showHidden: true, getters: true }),
  ].join("\n");
}

const keys = [
  "sk-planted-0123456789",
  "four",
  `planted"quo\\te'`,
  "planted-ünï-🔑%",
  `planted-${"k".repeat(4_000)}`,
];
const statuses = [200, 302, 400, 401, 403, 404, 409, 418, 429, 500, 502];

test.each(keys)("no error shows a key that the server repeats in its response: key %#", async (key) => {
  const emulator = await start({ apiKey: "platform-planted-0123" });
  const client = clientOf(emulator, { maxRetries: 0 });
  for (const status of statuses) {
    emulator.faults.inject({ on: {}, times: Infinity, fault: { kind: "echo", status } });
    // Too short for the retry that follows a 429.
    const deadline = () => new Deadline(status === 429 ? 200 : 5_000);
    const writes = [
      () => client.create(openAi("gpt", key), deadline()),
      () => client.updateKey("cn-1", key, deadline()),
    ];
    for (const write of writes) {
      const text = everythingOf(await failureOf(write()));
      for (const spelling of [
        key,
        encodeURIComponent(key),
        JSON.stringify(key).slice(1, -1),
        emulator.apiKey,
      ])
        expect(text).not.toContain(spelling);
      expect(text).not.toMatch(/x-api-key|x-echo|content-type|user-agent|RequestError|HTTPError/i);
    }
    emulator.faults.clear();
  }
});

test.each([
  { kind: "reset" },
  { kind: "lostAnswer" },
  { kind: "hang" },
  { kind: "huge" },
  { kind: "truncated" },
] as Fault[])("an error after $kind contains no key and nothing of the HTTP library", async (fault) => {
  const emulator = await start({ apiKey: "platform-planted-0123" });
  emulator.faults.inject({ on: {}, times: Infinity, fault });
  const client = clientOf(emulator, { attemptTimeout: 300, maxRetries: 0 });
  const text = everythingOf(await failureOf(client.create(openAi("gpt", "sk-planted-0123456789"))));
  expect(text).not.toMatch(/planted|x-api-key|RequestError|ReadError|node_modules/);
});

test.each([
  [200, true],
  [303, true],
  [400, false],
  [408, true],
  [502, true],
])(
  "a body of 11 MiB with status %d: the outcome of a POST is unknown: %s",
  async (status, outcomeUnknown) => {
    const port = await respondingPort((_, response) => {
      response.writeHead(status).end("x".repeat(11 * 1024 * 1024));
    });
    const client = clientOf({ url: `http://127.0.0.1:${port}`, apiKey: "k" });
    expect(await failureOf(client.create(openAi()))).toMatchObject({ status, outcomeUnknown });
    await stopServers();
  },
);
