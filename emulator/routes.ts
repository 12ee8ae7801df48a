// The four operations of the Connections API. Nothing here knows about sockets, faults or files.
import { Hono } from "hono";
import { ApiError, connectionNotFound, routeNotFound } from "./api-error";
import { authenticate } from "./authentication";
import type { ConnectionDraft, StoredConnection } from "./connection";
import type { ConnectionStore } from "./connection-store";
import { styledError } from "./error-style";
import { readBody, validate } from "./json-body";
import { isSelected, pageSize } from "./list-query";
import { masks } from "./masks";
import { rateLimit } from "./rate-limit";
import { ReadLag } from "./read-lag";
import { createBodyOf, listQuery } from "./request-schemas";
import { createResponse, getResponse, listItem, omitting, updateResponse } from "./responses";
import type { PlatformKeys, Settings } from "./settings";
import { inCanonicalForm, withPlatformValues } from "./stored-form";
import { rejectDuplicates } from "./uniqueness";
import { readUpdate } from "./update";

const PATH = "/api/public/connections";
const BY_ID = `${PATH}/:connectionId`;

/** The API as a function from request to response. */
export function connectionsApi(connections: ConnectionStore, keys: PlatformKeys, settings: Settings): Hono {
  const app = new Hono();
  app.onError((error, c) => styledError(settings.errorStyle, error, c.req.path));
  app.notFound((c) => styledError(settings.errorStyle, routeNotFound(), c.req.path));
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
  const { customApi } = settings;
  const secrets = { mask: masks[settings.maskStyle].read, customApi };
  const shown = omitting(settings.omit);

  app.get(PATH, (c) => {
    const query = validate(c.req.query(), listQuery);
    const size = pageSize(query, settings);
    const visible = connections.all().filter(({ connectionId }) => lag.sees(connectionId));
    const selected = visible.filter((each) => isSelected(each, query));
    const items = selected.slice(0, size).map((each) => shown(listItem(each)));
    return c.json(shown({ connections: items, total: selected.length }));
  });

  app.get(BY_ID, (c) => {
    const connection = existing(connections, c.req.param("connectionId"));
    if (!lag.sees(connection.connectionId)) throw connectionNotFound();
    return c.json(shown(getResponse(connection, secrets)));
  });
}

function addWrites(app: Hono, connections: ConnectionStore, settings: Settings, lag: ReadLag): void {
  const { customApi, canonicalForms } = settings;
  const secrets = { mask: masks[settings.maskStyle].write, customApi };
  const shown = omitting(settings.omit);

  app.post(PATH, async (c) => {
    const sent = await readBody(c.req.raw, (body) => createBodyOf(body, customApi === "unknown"));
    const draft = inCanonicalForm<ConnectionDraft>(sent, canonicalForms);
    rejectDuplicates(draft, connections.all(), settings);
    const connection = connections.add(withPlatformValues(draft, settings));
    lag.created(connection.connectionId);
    return c.json(shown(createResponse(connection, secrets)));
  });

  app.patch(BY_ID, async (c) => {
    const id = c.req.param("connectionId");
    const { current, edit } = await readUpdate(c.req.raw, () => existing(connections, id), settings);
    const others = connections.all().filter((other) => other.connectionId !== id);
    const uniqueNames = settings.uniqueNames && edit.connectionName !== undefined;
    rejectDuplicates({ ...current, ...edit }, others, { ...settings, uniqueNames });
    return c.json(shown(updateResponse(connections.change(current, edit), secrets)));
  });
}

function existing(connections: ConnectionStore, connectionId: string): StoredConnection {
  const connection = connections.find(connectionId);
  if (connection === undefined) throw connectionNotFound();
  return connection;
}

function methodNotAllowed(allowed: string): never {
  throw new ApiError(405, "METHOD_NOT_ALLOWED", "The API has no such operation.", { Allow: allowed });
}
