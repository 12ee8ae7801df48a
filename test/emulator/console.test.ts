// Edits outside the API: what each one changes, and that modifiedOn always moves.
import type { Console, Emulator, StoredConnection } from "../../emulator/index";
import {
  create,
  customApi,
  endpoint,
  fromScratch,
  HEADER_KEY,
  KEY,
  openAi,
  PATH,
  send,
  start,
} from "./platform";

const STREAMING_OFF = { ...endpoint().llmFeatures, streaming: false };

const only = (emulator: Emulator): StoredConnection => emulator.connections()[0]!;

test.each<[string, (console: Console, id: string) => void, Partial<StoredConnection>]>([
  ["setStatus", (console, id) => console.setStatus(id, "INACTIVE"), { status: "INACTIVE" }],
  ["exchangeKey", (console, id) => console.exchangeKey(id, "other"), { fields: { API_KEY: "other" } }],
  ["rename", (console, id) => console.rename(id, "new"), { connectionName: "new" }],
  ["changeModel", (console, id) => console.changeModel(id, "gpt-5"), { model: "gpt-5" }],
  ["changeProvider", (console, id) => console.changeProvider(id, "Anthropic"), { provider: "Anthropic" }],
  [
    "changeField",
    (console, id) => console.changeField(id, "BASE_URL", "https://x"),
    { fields: { API_KEY: KEY, BASE_URL: "https://x" } },
  ],
  ["touch", (console, id) => console.touch(id), {}],
])("%s changes only its property, moves modifiedOn and is not in the journal", async (_, edit, change) => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.clearJournal();
  const before = only(emulator);
  edit(emulator.console, id);
  expect(only(emulator)).toEqual({ ...before, ...change, modifiedOn: only(emulator).modifiedOn });
  expect(Date.parse(only(emulator).modifiedOn)).toBeGreaterThan(Date.parse(before.modifiedOn));
  expect(emulator.journal()).toEqual([]);
});

test.each<[string, (console: Console, id: string) => void, Partial<StoredConnection>]>([
  [
    "changeMembers",
    (console, id) => console.changeMembers(id, { endpointUrl: "https://x", llmFeatures: STREAMING_OFF }),
    { endpointUrl: "https://x", llmFeatures: STREAMING_OFF },
  ],
  ["payload", (console, id) => console.changeMembers(id, { payload: [1] }), { payload: [1] }],
  [
    "changeHeader",
    (console, id) => console.changeHeader(id, "authorization", "other"),
    { headers: [{ key: "Authorization", value: "other" }] },
  ],
  [
    "a new header",
    (console, id) => console.changeHeader(id, "x-team", "a"),
    { headers: [...endpoint().headers, { key: "x-team", value: "a" }] },
  ],
  ["rename", (console, id) => console.rename(id, "new"), { connectionName: "new" }],
])(
  "%s changes only its part of a connection with an endpoint, and moves modifiedOn",
  async (_, edit, change) => {
    const emulator = await start();
    const { connectionId } = emulator.console.create(endpoint());
    const before = only(emulator);
    edit(emulator.console, connectionId);
    expect(only(emulator)).toEqual({ ...before, ...change, modifiedOn: only(emulator).modifiedOn });
    expect(only(emulator).modifiedOn > before.modifiedOn).toBe(true);
    const { text } = await send(emulator, "GET", `${PATH}/${connectionId}`);
    expect(text).not.toContain(HEADER_KEY);
  },
);

test("changeMembers and changeHeader leave modifiedOn unchanged with touch: false", async () => {
  const emulator = await start();
  const { connectionId, modifiedOn } = emulator.console.create(fromScratch());
  emulator.console.changeMembers(connectionId, { payload: 1 }, { touch: false });
  emulator.console.changeHeader(connectionId, "x-a", "b", { touch: false });
  expect(only(emulator)).toMatchObject({ modifiedOn, payload: 1, headers: [{}, { key: "x-a", value: "b" }] });
});

test("modifiedOn moves at each of many changes in the same millisecond", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const seen = new Set([only(emulator).modifiedOn]);
  for (let edit = 0; edit < 50; edit++) {
    emulator.console.touch(id);
    seen.add(only(emulator).modifiedOn);
  }
  expect(seen.size).toBe(51);
});

test("exchangeKey leaves modifiedOn unchanged with touch: false", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const before = only(emulator);
  emulator.console.exchangeKey(id, "other", { touch: false });
  expect(only(emulator)).toEqual({ ...before, fields: { API_KEY: "other" } });
});

test.each(["ACTIVE", "FINALIZED", "DRAFT", "SUSPENDED"])(
  "setStatus accepts %s, and the API shows it",
  async (status) => {
    const emulator = await start();
    const id = await create(emulator);
    emulator.console.setStatus(id, status);
    expect((await send(emulator, "GET", `${PATH}/${id}`)).json.status).toBe(status);
  },
);

test("setStatus rejects an empty status", async () => {
  const emulator = await start();
  const id = await create(emulator);
  expect(() => emulator.console.setStatus(id, "")).toThrow("Could not set the status: it must not be empty.");
  expect(only(emulator).status).toBe("ACTIVE");
});

const OLD = "2024-01-15T10:30:00.000Z";

test("setDates sets the dates exactly as given and nothing else, and the API shows them", async () => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.clearJournal();
  const before = only(emulator);
  const dates = { createdOn: OLD, modifiedOn: "2024-01-16T16:45:00+02:00" };
  emulator.console.setDates(id, dates);
  expect(only(emulator)).toEqual({ ...before, ...dates });
  expect(emulator.journal()).toEqual([]);
  expect((await send(emulator, "GET", `${PATH}/${id}`)).json).toMatchObject(dates);
  expect((await send(emulator, "GET", PATH)).json.connections).toMatchObject([dates]);
});

test("setDates leaves an omitted date unchanged", async () => {
  const emulator = await start();
  const id = await create(emulator);
  const before = only(emulator);
  emulator.console.setDates(id, { createdOn: OLD });
  expect(only(emulator)).toEqual({ ...before, createdOn: OLD });
  emulator.console.setDates(id, { modifiedOn: OLD, createdOn: undefined });
  expect(only(emulator)).toEqual({ ...before, createdOn: OLD, modifiedOn: OLD });
});

test("after setDates, modifiedOn still moves forward: to now from the past, and past a date in the future", async () => {
  const emulator = await start();
  const id = await create(emulator);
  emulator.console.setDates(id, { createdOn: OLD, modifiedOn: OLD });
  const earliest = Date.now();
  await send(emulator, "PATCH", `${PATH}/${id}`, { fields: { API_KEY: "sk-new" } });
  expect(Date.parse(only(emulator).modifiedOn)).toBeGreaterThanOrEqual(earliest);
  expect(only(emulator).createdOn).toBe(OLD);
  emulator.console.setDates(id, { modifiedOn: "2999-01-01T00:00:00.000Z" });
  emulator.console.touch(id);
  expect(only(emulator).modifiedOn).toBe("2999-01-01T00:00:00.001Z");
});

test.each(["", "yesterday", "2024-01-15", "2024-02-30T00:00:00Z", "2024-01-15T10:30:00"])(
  "setDates rejects the date %j with one sentence, and changes nothing",
  async (date) => {
    const emulator = await start();
    const id = await create(emulator);
    const before = only(emulator);
    expect(() => emulator.console.setDates(id, { createdOn: OLD, modifiedOn: date })).toThrow(
      /^Could not set the dates: modifiedOn: must be a date and time like 2024-01-15T10:30:00\.000Z\.$/,
    );
    expect(only(emulator)).toEqual(before);
  },
);

test("create accepts duplicates that the API would reject, and the API shows them at once", async () => {
  const emulator = await start({ readLag: 3 });
  const first = emulator.console.create(openAi());
  const second = emulator.console.create({ ...openAi(), status: "INACTIVE" });
  expect(first.connectionId).not.toBe(second.connectionId);
  const { json } = await send(emulator, "GET", PATH);
  expect(json).toMatchObject({ connections: [{ status: "ACTIVE" }, { status: "INACTIVE" }], total: 2 });
});

test("remove deletes one connection, and removeAll the rest", async () => {
  const emulator = await start();
  const id = await create(emulator);
  await create(emulator, customApi());
  emulator.console.remove(id);
  expect(emulator.connections()).toMatchObject([{ connectionName: "custom" }]);
  expect((await send(emulator, "GET", `${PATH}/${id}`)).status).toBe(404);
  emulator.console.removeAll();
  expect(emulator.connections()).toEqual([]);
});

test("connections returns copies", async () => {
  const emulator = await start();
  await create(emulator);
  Object.assign(only(emulator), { connectionName: "changed" });
  Object.assign(only(emulator).fields, { API_KEY: "changed" });
  expect(only(emulator)).toMatchObject({ connectionName: "gpt", fields: { API_KEY: KEY } });
});

test("an edit of an unknown id throws", async () => {
  const { console } = await start();
  expect(() => console.touch("cn-none")).toThrow("The emulator has no connection with this id.");
  expect(() => console.remove("cn-none")).toThrow("no connection");
  expect(() => console.setDates("cn-none", {})).toThrow("no connection");
});
