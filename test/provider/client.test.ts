// The typed operations: complete lists, the right connection, and only fields of the contract.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionsClient } from "../../provider/client";
import { azure, create, customApi, openAi } from "../emulator/platform";
import { clientOf, counted, failureOf, start } from "./platform";

test("the four operations return what the reference shows", async () => {
  const emulator = await start();
  const client = clientOf(emulator);
  const created = await client.create(azure());
  expect(created).toMatchObject({
    connectionName: "azure",
    status: "ACTIVE",
    fields: { deployment_id: "my-deployment" },
  });
  const id = created.connectionId;
  expect(await client.get(id)).toMatchObject({
    connectionId: id,
    fields: { api_version: "2024-08-01-preview" },
  });
  expect(await client.updateKey(id, "rotated-000001")).toMatchObject({
    connectionId: id,
    fields: { API_KEY: /\*/ },
  });
  expect(await client.list()).toMatchObject([{ connectionId: id, connectionName: "azure" }]);
  expect(emulator.connections()).toMatchObject([{ connectionId: id, fields: { API_KEY: "rotated-000001" } }]);
  expect(emulator.journal().map(({ bodyKeys }) => bodyKeys)[2]).toEqual(["fields", "fields.API_KEY"]);
});

test("a truncated list is requested again with its total as limit", async () => {
  const emulator = await start({ defaultLimit: 2 });
  for (const name of ["a", "b", "c", "d", "e"]) await create(emulator, customApi(name));
  emulator.clearJournal();
  const listed = await clientOf(emulator).list({ provider: "API" });
  expect(listed.map(({ connectionName }) => connectionName)).toEqual(["a", "b", "c", "d", "e"]);
  const base = "/api/public/connections?provider=API";
  expect(emulator.journal().map(({ path }) => path)).toEqual([base, `${base}&limit=5`]);
});

test("a given limit is not changed", async () => {
  const emulator = await start();
  for (const name of ["a", "b", "c"]) await create(emulator, customApi(name));
  emulator.clearJournal();
  expect(await clientOf(emulator).list({ limit: 2 })).toHaveLength(2);
  expect(counted(emulator)).toEqual({ list: 1 });
});

test("filters are sent to the platform", async () => {
  const emulator = await start();
  const id = await create(emulator, openAi());
  await create(emulator, azure());
  emulator.console.setStatus(id, "INACTIVE");
  const listed = await clientOf(emulator).list({ provider: "Open AI", status: "INACTIVE" });
  expect(listed).toMatchObject([{ connectionId: id, status: "INACTIVE" }]);
});

test.each([{ largerLimit: "fewer" }, { largerLimit: "refused" }] as const)(
  "a platform with a largest limit is asked by provider, and by status: %j",
  async (options) => {
    const emulator = await start({ ...options, defaultLimit: 2, largestLimit: 100, uniqueKeys: false });
    for (let n = 0; n < 90; n++) {
      emulator.console.create(openAi(`open-${n}`));
      emulator.console.create({ ...customApi(`api-${n}`), status: "INACTIVE" });
      emulator.console.create(customApi(`active-${n}`));
    }
    const listed = await clientOf(emulator).list();
    expect(new Set(listed.map(({ connectionName }) => connectionName)).size).toBe(270);
    expect(counted(emulator)["list"]).toBeLessThanOrEqual(12);
  },
);

test("each part of a list is completed by status, whatever the other parts have shown", async () => {
  const emulator = await start({ largestLimit: 100, uniqueKeys: false });
  for (let n = 0; n < 150; n++) {
    const status = n % 2 === 0 ? "ACTIVE" : "INACTIVE";
    if (n < 100) emulator.console.create({ ...azure(`azure-${n}`), status });
    emulator.console.create({ ...openAi(`open-${n}`), status });
  }
  expect(await clientOf(emulator).list()).toHaveLength(250);
});

test("what no filter shows is an error of list, and a number of listing", async () => {
  const emulator = await start({ largestLimit: 100, uniqueKeys: false });
  for (let n = 0; n < 130; n++) emulator.console.create(openAi(`open-${n}`));
  const client = clientOf(emulator);
  expect(await failureOf(client.list())).toMatchObject({
    name: "IncompleteListError",
    message:
      "the platform lists only 100 of its 130 connections that match (GET /connections, status 200). Filter by provider and status, or get each connection by its id.",
  });
  const { connections, missing } = await client.listing();
  expect([connections.length, missing]).toEqual([100, 30]);
});

test.each([3, 1_000_000])(
  "a list that stays shorter than its total of %d is an error, not a loop",
  async (total) => {
    const emulator = await start();
    const connections = [{ connectionId: "cn-1", connectionName: "a", provider: "API" }];
    emulator.faults.inject({
      on: {},
      times: Infinity,
      fault: { kind: "wrongShape", body: { connections, total } },
    });
    const error = await failureOf(clientOf(emulator).list());
    expect(error.message).toContain(`lists only 1 of its ${total} connections`);
    expect(counted(emulator)["list"]).toBeLessThanOrEqual(14);
  },
);

test("a total that keeps growing ends after a few lists", async () => {
  let total = 1;
  const server = createServer((_, response) => {
    response.end(JSON.stringify({ connections: [], total: total++ }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const began = performance.now();
  const error = await failureOf(clientOf({ url, apiKey: "k" }, { timeout: 500 }).list());
  expect(error.name).toMatch(/^(TimedOut|NoResponse|IncompleteList)Error$/);
  expect(performance.now() - began).toBeLessThan(3_000);
  server.closeAllConnections();
  server.close();
});

test("a response with another connection is refused after GET and PATCH", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const other = { connectionId: "cn-other", connectionName: "x", provider: "Open AI" };
  emulator.faults.inject({ on: {}, times: 2, fault: { kind: "wrongShape", body: other } });
  for (const work of [() => clientOf(emulator).get(id), () => clientOf(emulator).updateKey(id, "sk-new")])
    expect((await failureOf(work())).message).toContain("it is another connection");
});

test("the client takes its settings from its options, then from the environment", async () => {
  const emulator = await start();
  expect(() => new ConnectionsClient()).toThrow(
    "host is missing: pass host, or set MODEL_CONNECTIONS_HOST; apiKey is missing: pass apiKey, or set MODEL_CONNECTIONS_API_KEY.",
  );
  process.env["MODEL_CONNECTIONS_HOST"] = emulator.host;
  process.env["MODEL_CONNECTIONS_API_KEY"] = "of-the-environment";
  try {
    const { apiKey } = emulator;
    expect(await new ConnectionsClient({ apiKey, timeoutSeconds: 5, maxRetries: 0 }).list()).toEqual([]);
    expect((await failureOf(new ConnectionsClient().list())).name).toBe("UnauthorizedError");
  } finally {
    delete process.env["MODEL_CONNECTIONS_HOST"];
    delete process.env["MODEL_CONNECTIONS_API_KEY"];
  }
});

test("an option that is undefined counts as omitted", async () => {
  const emulator = await start();
  const { host, apiKey } = emulator;
  const options = { host, apiKey, timeoutSeconds: undefined, maxRetries: undefined } as object;
  expect(await new ConnectionsClient(options).list()).toEqual([]);
});

test("a view-only key can read, and the error of a write names the missing scope", async () => {
  const emulator = await start();
  const client = clientOf({ url: emulator.url, apiKey: emulator.viewOnlyKey });
  expect(await client.list()).toEqual([]);
  expect((await failureOf(client.create(openAi()))).message).toContain('the scope "Manage Connections"');
  expect(emulator.connections()).toEqual([]);
});

test("a key that was sent once is shown in no later message", async () => {
  const emulator = await start();
  const client = clientOf(emulator);
  const id = await create(emulator);
  await client.updateKey(id, "sk-planted-0001");
  emulator.faults.inject({
    on: {},
    fault: { kind: "status", status: 422, body: { message: "sk-planted-0001" } },
  });
  const { message } = await failureOf(client.list());
  expect(message).toMatch(/^the platform refused the request /);
});

test("null from an untyped caller is an invalid value, and doesn't fall back to the default", () => {
  const options = { host: "127.0.0.1:1", apiKey: "key", maxRetries: null as never };
  expect(() => new ConnectionsClient(options)).toThrow("maxRetries must be a number");
});
