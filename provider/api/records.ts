/** What the Connections API tells of a connection. Plain types, so that the compiler of a user's program needs no zod. */

/** A connection in a list: without fields. */
export interface ListedConnection {
  connectionId: string;
  connectionName: string;
  provider: string;
  model: string | undefined;
  status: string | undefined;
  createdOn: string | undefined;
  modifiedOn: string | undefined;
}

/** A connection with its fields; the key is masked. */
export interface ConnectionRecord extends ListedConnection {
  modelType: string | undefined;
  fields: {
    API_KEY?: string | undefined;
    BASE_URL?: string | undefined;
    api_version?: string | undefined;
    your_resource_name?: string | undefined;
    deployment_id?: string | undefined;
  };
}
