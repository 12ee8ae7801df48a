// The four operations of the Connections API, and nothing that knows of sockets, faults or files.
import { Hono } from "hono";
import { created, details, listItem, updated } from "./answers";
import type { StoredConnection } from "./connection";
import { authenticate, limitRate } from "./gate";
import { accept, readBody } from "./json-body";
import { masks } from "./masks";
import type { PlatformKeys, Settings } from "./settings";
import { rateLimit } from "./rate-limit";
import { ReadLag } from "./read-lag";
import { Refusal, refusalResponse, unknownConnection, unknownRoute } from "./refusal";
import { creation, listQuery, update } from "./rules";
import type { Connections } from "./store";
import { refuseDoubles } from "./uniqueness";

const PATH = "/api/public/connections";
const BY_ID = `${PATH}/:connectionId`;

/** The API as a function from request to response. */
export function connectionsApi(connections: Connections, keys: PlatformKeys, settings: Settings): Hono {
  const app = new Hono();
  app.onError(refusalResponse);
  app.notFound(() => refusalResponse(unknownRoute()));
  if (settings.requestsPerSecond !== undefined) app.use(limitRate(rateLimit(settings.requestsPerSecond)));
  app.use("/api/public/*", authenticate(keys));
  const lag = new ReadLag(settings.readLag);
  addReads(app, connections, settings, lag);
  addWrites(app, connections, settings, lag);
  app.all(PATH, () => refuseMethod("GET, POST"));
  app.all(BY_ID, () => refuseMethod("GET, PATCH"));
  return app;
}

function addReads(app: Hono, connections: Connections, settings: Settings, lag: ReadLag): void {
  const mask = masks[settings.maskStyle].read;

  app.get(PATH, (c) => {
    const { provider, status, limit } = accept(c.req.query(), listQuery);
    const seen = connections.all().filter(({ connectionId }) => lag.sees(connectionId));
    const matching = seen.filter(
      (each) =>
        (provider === undefined || each.provider === provider) &&
        (status === undefined || each.status === status),
    );
    const page = matching.slice(0, limit ?? settings.defaultLimit);
    return c.json({ connections: page.map(listItem), total: matching.length });
  });

  app.get(BY_ID, (c) => {
    const connection = existing(connections, c.req.param("connectionId"));
    if (!lag.sees(connection.connectionId)) throw unknownConnection();
    return c.json(details(connection, mask));
  });
}

function addWrites(app: Hono, connections: Connections, settings: Settings, lag: ReadLag): void {
  const mask = masks[settings.maskStyle].write;

  app.post(PATH, async (c) => {
    const draft = await readBody(c.req.raw, creation);
    refuseDoubles(draft, connections.all(), settings);
    const connection = connections.add(draft);
    lag.created(connection.connectionId);
    return c.json(created(connection, mask));
  });

  app.patch(BY_ID, async (c) => {
    const id = c.req.param("connectionId");
    refuseCustomApi(existing(connections, id));
    const { fields } = await readBody(c.req.raw, update);
    // Looked up again: an edit in the console may have come while the body was read.
    const current = existing(connections, id);
    const wanted = { ...current, fields: { ...current.fields, ...fields } };
    const others = connections.all().filter((other) => other.connectionId !== id);
    refuseDoubles(wanted, others, { ...settings, uniqueNames: false });
    return c.json(updated(connections.change(current, { fields: wanted.fields }), mask));
  });
}

function existing(connections: Connections, connectionId: string): StoredConnection {
  const connection = connections.find(connectionId);
  if (connection === undefined) throw unknownConnection();
  return connection;
}

function refuseCustomApi({ provider }: StoredConnection): void {
  if (provider === "API")
    throw new Refusal(400, "UPDATE_NOT_SUPPORTED", "Connections of provider API can't be updated.");
}

function refuseMethod(allowed: string): never {
  throw new Refusal(405, "METHOD_NOT_ALLOWED", "The API has no such operation.", { Allow: allowed });
}
