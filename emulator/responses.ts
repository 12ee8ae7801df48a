// The response bodies of the four operations, with the properties that the reference shows, or without some of them.
import type { StoredConnection } from "./connection";
import type { Mask } from "./masks";

const summary = ({ connectionId, connectionName, provider, model, status }: StoredConnection) => ({
  connectionId,
  connectionName,
  provider,
  ...(model === undefined ? {} : { model }),
  status,
});

const masked = (fields: StoredConnection["fields"], mask: (key: string) => string) => ({
  ...fields,
  API_KEY: mask(fields["API_KEY"] ?? ""),
});

/** An item of "List All Connections": no fields. */
export const listItem = (connection: StoredConnection) => ({
  ...summary(connection),
  createdOn: connection.createdOn,
  modifiedOn: connection.modifiedOn,
});

/** "Get Connection by ID". */
export const getResponse = (connection: StoredConnection, mask: Mask["read"]) => ({
  ...summary(connection),
  fields: masked(connection.fields, mask),
  createdOn: connection.createdOn,
  modifiedOn: connection.modifiedOn,
});

/** "Create Connection": no modifiedOn. */
export const createResponse = (connection: StoredConnection, mask: Mask["write"]) => ({
  ...summary(connection),
  fields: masked(connection.fields, mask),
  createdOn: connection.createdOn,
});

/** "Update Connection": no createdOn. */
export const updateResponse = (connection: StoredConnection, mask: Mask["write"]) => ({
  ...summary(connection),
  fields: masked(connection.fields, mask),
  modifiedOn: connection.modifiedOn,
});

/** The properties that `omit` can name: the rest identifies a connection. */
export const omittable = ["model", "status", "fields", "createdOn", "modifiedOn", "total"] as const;

/** Returns a function that leaves some properties out of a response body or list item. */
export const omitting =
  (names: readonly string[]) =>
  (body: object): object =>
    names.length === 0
      ? body
      : Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
