// Whether a list is complete if the platform doesn't count: a list of a usual length may be truncated.
import { type ListFilter, completeList } from "../../provider/api/complete-list";
import { RefusedError } from "../../provider/api/errors";
import { PROVIDERS, type ListedConnection } from "../../provider/api/records";
import { respondingPort, stopServers } from "../network/servers";
import { openAi } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, clientOf, counted, failureOf, listen, start } from "./platform";

afterEach(stopServers);

/** How a platform truncates its lists. */
interface Limits {
  /** Without a limit. */
  readonly usual?: number;
  /** With a limit above it. */
  readonly largest?: number;
  /** Whether a limit above it is refused. */
  readonly refuses?: boolean;
  readonly total?: number;
}

/** Lists these connections in the order of their names, and does not count unless told otherwise. */
function platformOf(connections: readonly ListedConnection[], limits: Limits) {
  const { usual = Infinity, largest = Infinity, refuses = false, total } = limits;
  const sent: ListFilter[] = [];
  const request = (filter: ListFilter) => {
    sent.push(filter);
    const { provider, status, limit = usual } = filter;
    if (refuses && limit > largest)
      return Promise.reject(new RefusedError({ method: "GET", path: "/connections" }, 400));
    const matching = connections.filter(
      (each) =>
        (provider === undefined || each.provider === provider) &&
        (status === undefined || each.status === status),
    );
    return Promise.resolve({ connections: matching.slice(0, Math.min(limit, largest)), total });
  };
  return { sent, request };
}

/** So many connections, of all providers in turn. */
const connections = (count: number, more: Partial<ListedConnection> = {}): ListedConnection[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ connectionId: `cn-${more.status ?? ""}${n}`, connectionName: `c${n}`, provider: PROVIDERS[n % 4]! },
    ...{ model: "m", status: "ACTIVE", createdOn: undefined, modifiedOn: undefined },
    ...more,
  }));

async function listingOf(existing: readonly ListedConnection[], limits: Limits) {
  const { sent, request } = platformOf(existing, limits);
  const { connections: listed, missing } = await completeList({}, request);
  return { listed: listed.length, missing, requests: sent.length };
}

test.each([0, 1, 19, 99, 101, 199, 201, 999])(
  "a list of %d connections without a total is complete after one request",
  async (count) => {
    expect(await listingOf(connections(count), {})).toEqual({ listed: count, missing: 0, requests: 1 });
  },
);

test("a total below the number of connections counts as none", async () => {
  expect(await listingOf(connections(20), { total: 0 })).toEqual({ listed: 20, missing: 0, requests: 6 });
  const truncated = await listingOf(connections(130), { usual: 100, total: 0 });
  expect(truncated).toEqual({ listed: 130, missing: 0, requests: 6 });
});

test.each([20, 50, 100, 200, 500])(
  "a list of %d connections is requested again with a larger limit, and by provider",
  async (usual) => {
    for (const more of [1, 30])
      expect(await listingOf(connections(usual + more), { usual })).toEqual({
        listed: usual + more,
        missing: 0,
        requests: 6,
      });
  },
);

test("limits that the platform refuses are followed by smaller ones", async () => {
  const limits = { usual: 100, largest: 200, refuses: true };
  expect(await listingOf(connections(150), limits)).toEqual({ listed: 150, missing: 0, requests: 8 });
  const thousand = { ...limits, largest: 1_000 };
  expect(await listingOf(connections(300), thousand)).toEqual({ listed: 300, missing: 0, requests: 7 });
});

test.each([{ refuses: false }, { refuses: true }])(
  "a list that a larger limit doesn't complete is completed by provider: %j",
  async (how) => {
    for (const largest of [100, 200])
      for (const count of [largest, largest + 1, 4 * largest - 4])
        expect(await listingOf(connections(count), { usual: 100, largest, ...how })).toMatchObject({
          listed: count,
          missing: 0,
        });
  },
);

test("a part of 100 connections is complete if the platform has listed 200 with this limit", async () => {
  const existing = [
    ...connections(150, { provider: "API" }),
    ...connections(100, { provider: "Anthropic", status: "INACTIVE" }),
  ];
  const listing = await listingOf(existing, { usual: 100, largest: 200 });
  expect(listing).toEqual({ listed: 250, missing: 0, requests: 6 });
});

test.each([250, 500, 1_000])("a platform that cuts larger limits to %d is noticed", async (largest) => {
  const all = await listingOf(connections(largest + 200), { usual: 100, largest });
  expect(all).toMatchObject({ listed: largest + 200, missing: 0 });
  const ofOneProvider = connections(largest + 200, { provider: "Open AI" });
  expect(await listingOf(ofOneProvider, { usual: 100, largest })).toMatchObject({
    listed: largest,
    missing: "unknown",
  });
});

test("a part that is truncated too is listed by status, which can't select every status", async () => {
  const existing = [
    ...connections(90, { provider: "API" }),
    ...connections(90, { provider: "API", status: "INACTIVE" }),
  ];
  expect(await listingOf(existing, { largest: 100 })).toMatchObject({ listed: 180, missing: "unknown" });
});

test.each([100, 200])(
  "whether %d connections of one provider and status are all is unknown",
  async (largest) => {
    for (const count of [largest, largest + 30])
      for (const refuses of [false, true]) {
        const existing = connections(count, { provider: "Open AI" });
        const { requests, ...listing } = await listingOf(existing, { usual: largest, largest, refuses });
        expect(listing).toEqual({ listed: largest, missing: "unknown" });
        expect(requests).toBeLessThanOrEqual(10);
      }
  },
);

test("a list that is as long as the limit that was requested may be incomplete", async () => {
  const existing = connections(10_001, { provider: "Open AI" });
  expect(await listingOf(existing, { usual: 100 })).toMatchObject({ missing: "unknown" });
});

test("parts that lack a connection of the complete list don't complete it", async () => {
  const other = { provider: "Another", connectionId: "cn-other" };
  const existing = [...connections(1, other), ...connections(120)];
  expect(await listingOf(existing, { largest: 100 })).toMatchObject({ listed: 121, missing: "unknown" });
  const drafts = connections(120, { provider: "API", status: "DRAFT" });
  expect(await listingOf(drafts, { largest: 100 })).toMatchObject({ listed: 100, missing: "unknown" });
});

test("a total that only a later response has is used", async () => {
  const { request } = platformOf(connections(130, { provider: "API" }), { largest: 100 });
  const counting = async (filter: ListFilter) => ({
    ...(await request(filter)),
    total: filter.limit === undefined ? undefined : 130,
  });
  expect(await completeList({}, counting)).toMatchObject({ connections: { length: 100 }, missing: 30 });
});

test.each(["null", "left out"])("a total that is %s is unknown", async (total) => {
  const body = {
    connections: connections(100, { provider: "API" }),
    ...(total === "null" && { total: null }),
  };
  const port = await respondingPort((_, response) => response.end(JSON.stringify(body)));
  const client = clientOf({ url: `http://127.0.0.1:${port}`, apiKey: "k" });
  expect(await client.listing()).toMatchObject({ connections: { length: 100 }, missing: "unknown" });
  expect((await failureOf(client.list())).message).toBe(
    "more connections may match than the 100 that the platform lists: it doesn't say how many there are (GET /connections, status 200). Filter by provider and status, or get each connection by its id.",
  );
  expect(await client.list({ limit: 100 })).toHaveLength(100);
});

function addOthers({ console }: Emulator, count: number): void {
  const other = { provider: "Open AI", model: "m", fields: { API_KEY: "sk-other" } } as const;
  for (let n = 0; n < count; n++) console.create({ ...other, connectionName: `other-${n}` });
}

/** A resource whose connection was deleted in the console, and so many others, on a platform that doesn't count. */
async function deletedBeside(others: number) {
  const emulator = await start({ omit: ["total"], largestLimit: 100, uniqueKeys: false });
  const resource = new Driven(emulator);
  await resource.up(openAi);
  addOthers(emulator, others);
  emulator.console.remove(resource.id!);
  emulator.clearJournal();
  return { emulator, resource: resource.nextRun({ acceptAllGone: "true" }) };
}

test("a connection with 404 is gone after one list, if the list is not of a usual length", async () => {
  const { emulator, resource } = await deletedBeside(99);
  expect(await resource.refresh()).toBe("gone");
  expect(counted(emulator)).toEqual({ get: 1, list: 1 });
});

test.each([100, 130])("a connection with 404 beside %d others is not known to be gone", async (others) => {
  const { emulator, resource } = await deletedBeside(others);
  expect((await failureOf(resource.refresh())).message).toContain(
    "no list can confirm that the connection is deleted: the platform lists 100 connections and doesn't say whether there are more.",
  );
  const heard = listen();
  await new Driven(emulator, "another").up({ ...openAi, apiKey: "sk-another-0001" });
  expect(heard()).toMatch(
    /^warning: the platform lists 100 connections and doesn't say whether there are more, even by provider and status\. /m,
  );
});
