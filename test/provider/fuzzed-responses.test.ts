// Whatever a platform responds, the client returns a valid record or throws a typed error.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as fc from "fast-check";
import type { ApiClient } from "../../provider/api/client";
import { connectionList, connectionRecord } from "../../provider/api/contract";
import { ConnectionsApiError } from "../../provider/api/errors";
import { openAi } from "../emulator/platform";
import { clientOf } from "./platform";

interface TestResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

let next: TestResponse;
let server: Server;
let client: ApiClient;

beforeAll(async () => {
  server = createServer((request, out) => {
    request.resume();
    out.writeHead(next.status, next.headers).end(next.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = clientOf({ url, apiKey: "platform-planted-0123" }, { maxRetries: 0, timeout: 400 });
  // A key that the client doesn't know can't be hidden.
  client.hide("sk-planted-01");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const scalar = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "cn-1",
    "../x",
    "..",
    "a/b",
    "Open AI",
    "sk-***",
    "\u001b[2J",
    "platform-planted-0123",
    "sk-planted-01",
  ),
  fc.constantFrom(null, true, 0, -1, 1e300, 1.5),
);
const any = fc.oneof(
  { depthSize: "small" },
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.string(), scalar),
);
const names = [
  "connectionId",
  "connectionName",
  "provider",
  "model",
  "status",
  "modelType",
  "createdOn",
  "modifiedOn",
];
const key = fc.constantFrom(...names, "fields", "__proto__", "constructor", "extra");
const mostlyValid = fc
  .tuple(
    fc.dictionary(key, any, { maxKeys: 3 }),
    fc.dictionary(fc.constantFrom("API_KEY", "BASE_URL", "x"), any),
  )
  .map(([strange, fields]) => ({
    connectionId: "cn-1",
    connectionName: "gpt",
    provider: "Open AI",
    fields: { API_KEY: "sk-***", ...fields },
    ...strange,
  }));
const list = fc.record(
  { connections: fc.oneof(fc.array(mostlyValid, { maxLength: 3 }), any), total: fc.oneof(fc.nat(4), scalar) },
  { requiredKeys: ["connections"] },
);
const errorBody = fc.record(
  { error: fc.oneof(any, fc.record({ message: any })), message: any },
  { requiredKeys: [] },
);
const json = fc
  .oneof(
    { weight: 4, arbitrary: mostlyValid },
    { weight: 4, arbitrary: list },
    errorBody,
    any,
    fc.jsonValue() as fc.Arbitrary<unknown>,
  )
  .map((body) => JSON.stringify(body));
const body = fc.oneof(
  { weight: 6, arbitrary: json },
  { weight: 1, arbitrary: fc.tuple(json, fc.nat(60)).map(([text, at]) => text.slice(0, at)) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);
const response = fc.record({
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    { weight: 2, arbitrary: fc.constantFrom(201, 204, 206, 299, 300, 301, 304, 307) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(400, 401, 403, 404, 408, 409, 418, 429, 499, 500, 502, 503, 504, 599),
    },
  ),
  headers: fc.dictionary(
    fc.constantFrom("Location", "Retry-After", "Content-Type", "Content-Encoding", "X-Echo"),
    fc.oneof(
      fc.constantFrom("http://[", "9", "gzip", "x"),
      fc.webUrl(),
      fc.constant("platform-planted-0123"),
    ),
    { maxKeys: 2 },
  ),
  body,
});

/** Examples, so that each operation succeeds and fails at least once. */
const good: TestResponse = {
  status: 200,
  headers: {},
  body: '{"connectionId":"cn-1","connectionName":"gpt","provider":"Open AI","fields":{},"connections":[],"total":0}',
};
const bad: TestResponse = { status: 500, headers: {}, body: "{}" };
const cut: TestResponse = { status: 400, headers: {}, body: '{"error":{"message":["sk-planted' };

const operations: Record<string, () => Promise<unknown>> = {
  get: () => client.get("cn-1"),
  list: () => client.list(),
  create: () => client.create(openAi("gpt", "sk-planted-01")),
  update: () => client.updateKey("cn-1", "sk-planted-01"),
};

test.each(Object.entries(operations))(
  "%s returns a valid record or throws a typed error",
  async (operation, work) => {
    const seen = { records: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(response, async (given) => {
        next = given;
        const [end] = await Promise.allSettled([work()]);
        if (end.status === "fulfilled") {
          const schema = operation === "list" ? connectionList.shape.connections : connectionRecord;
          expect(schema.safeParse(end.value).success).toBe(true);
          if (operation === "get" || operation === "update")
            expect(end.value).toMatchObject({ connectionId: "cn-1" });
          seen.records++;
          return;
        }
        const error: unknown = end.reason;
        if (!(error instanceof ConnectionsApiError)) throw error;
        expect(error.message).not.toMatch(/planted|[\p{Cc}]/u);
        expect(JSON.stringify(error)).not.toContain("planted");
        seen.errors++;
      }),
      { numRuns: 200, examples: [[good], [bad], [cut]] },
    );
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(Math.min(seen.records, seen.errors)).toBeGreaterThan(0);
  },
);
