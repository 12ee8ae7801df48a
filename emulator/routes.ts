// The four operations of the Connections API. Nothing here knows about sockets, faults or files.
import { Hono } from "hono";
import { ApiError, connectionNotFound, errorResponse, routeNotFound } from "./api-error";
import { authenticate } from "./authentication";
import type { StoredConnection } from "./connection";
import type { ConnectionStore } from "./connection-store";
import { readBody, validate } from "./json-body";
import { masks } from "./masks";
import { rateLimit } from "./rate-limit";
import { ReadLag } from "./read-lag";
import { createBody, listQuery, updateBody } from "./request-schemas";
import { createResponse, getResponse, listItem, updateResponse } from "./responses";
import type { PlatformKeys, Settings } from "./settings";
import { rejectDuplicates } from "./uniqueness";

const PATH = "/api/public/connections";
const BY_ID = `${PATH}/:connectionId`;

/** The API as a function from request to response. */
export function connectionsApi(connections: ConnectionStore, keys: PlatformKeys, settings: Settings): Hono {
  const app = new Hono();
  app.onError(errorResponse);
  app.notFound(() => errorResponse(routeNotFound()));
  if (settings.requestsPerSecond !== undefined) addRateLimit(app, settings.requestsPerSecond);
  app.use("/api/public/*", authenticate(keys));
  const lag = new ReadLag(settings.readLag);
  addReads(app, connections, settings, lag);
  addWrites(app, connections, settings, lag);
  app.all(PATH, () => methodNotAllowed("GET, POST"));
  app.all(BY_ID, () => methodNotAllowed("GET, PATCH"));
  return app;
}

function addRateLimit(app: Hono, requestsPerSecond: number): void {
  const countRequest = rateLimit(requestsPerSecond);
  app.use(async (_, next) => {
    countRequest();
    await next();
  });
}

function addReads(app: Hono, connections: ConnectionStore, settings: Settings, lag: ReadLag): void {
  const mask = masks[settings.maskStyle].read;

  app.get(PATH, (c) => {
    const { provider, status, limit } = validate(c.req.query(), listQuery);
    const visible = connections.all().filter(({ connectionId }) => lag.sees(connectionId));
    const matching = visible.filter(
      (each) =>
        (provider === undefined || each.provider === provider) &&
        (status === undefined || each.status === status),
    );
    const page = matching.slice(0, limit ?? settings.defaultLimit);
    return c.json({ connections: page.map(listItem), total: matching.length });
  });

  app.get(BY_ID, (c) => {
    const connection = existing(connections, c.req.param("connectionId"));
    if (!lag.sees(connection.connectionId)) throw connectionNotFound();
    return c.json(getResponse(connection, mask));
  });
}

function addWrites(app: Hono, connections: ConnectionStore, settings: Settings, lag: ReadLag): void {
  const mask = masks[settings.maskStyle].write;

  app.post(PATH, async (c) => {
    const draft = await readBody(c.req.raw, createBody);
    rejectDuplicates(draft, connections.all(), settings);
    const connection = connections.add(draft);
    lag.created(connection.connectionId);
    return c.json(createResponse(connection, mask));
  });

  app.patch(BY_ID, async (c) => {
    const id = c.req.param("connectionId");
    rejectCustomApi(existing(connections, id));
    const { fields } = await readBody(c.req.raw, updateBody);
    // Read again: the console may have changed it while the body was read.
    const current = existing(connections, id);
    const changed = { ...current, fields: { ...current.fields, ...fields } };
    const others = connections.all().filter((other) => other.connectionId !== id);
    rejectDuplicates(changed, others, { ...settings, uniqueNames: false });
    return c.json(updateResponse(connections.change(current, { fields: changed.fields }), mask));
  });
}

function existing(connections: ConnectionStore, connectionId: string): StoredConnection {
  const connection = connections.find(connectionId);
  if (connection === undefined) throw connectionNotFound();
  return connection;
}

function rejectCustomApi({ provider }: StoredConnection): void {
  if (provider === "API")
    throw new ApiError(400, "UPDATE_NOT_SUPPORTED", "Connections of provider API can't be updated.");
}

function methodNotAllowed(allowed: string): never {
  throw new ApiError(405, "METHOD_NOT_ALLOWED", "The API has no such operation.", { Allow: allowed });
}
