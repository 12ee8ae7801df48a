// The response bodies of the four operations, with exactly the properties that the reference shows.
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
