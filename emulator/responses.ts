// The response bodies of the four operations, with the properties that the reference shows, or without some of them.
import type { StoredConnection } from "./connection";
import { hasEndpoint, membersOf } from "./custom-api";
import type { Settings } from "./settings";

const summary = ({ connectionId, connectionName, provider, model, status }: StoredConnection) => ({
  connectionId,
  connectionName,
  provider,
  ...(model === undefined ? {} : { model }),
  status,
});

/** How a response shows secrets. */
export interface Shown {
  readonly mask: (secret: string) => string;
  readonly customApi: Settings["customApi"];
}

/** `fields`, or what a connection in the second form of provider "API" has in their place. */
function configuration(connection: StoredConnection, { mask, customApi }: Shown) {
  const { fields } = connection;
  if (!hasEndpoint(connection)) return { fields: { ...fields, API_KEY: mask(fields["API_KEY"] ?? "") } };
  if (customApi === "hidden" || customApi === "unknown") return {};
  const { headers = [], ...members } = membersOf(connection);
  const shown = (value: string): string => (customApi === "plaintext" ? value : mask(value));
  return { ...members, headers: headers.map(({ key, value }) => ({ key, value: shown(value) })) };
}

/** An item of "List All Connections": no fields. */
export const listItem = (connection: StoredConnection) => ({
  ...summary(connection),
  createdOn: connection.createdOn,
  modifiedOn: connection.modifiedOn,
});

/** "Get Connection by ID". */
export const getResponse = (connection: StoredConnection, shown: Shown) => ({
  ...summary(connection),
  ...configuration(connection, shown),
  createdOn: connection.createdOn,
  modifiedOn: connection.modifiedOn,
});

/** "Create Connection": no modifiedOn. */
export const createResponse = (connection: StoredConnection, shown: Shown) => ({
  ...summary(connection),
  ...configuration(connection, shown),
  createdOn: connection.createdOn,
});

/** "Update Connection": no createdOn. */
export const updateResponse = (connection: StoredConnection, shown: Shown) => ({
  ...summary(connection),
  ...configuration(connection, shown),
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
