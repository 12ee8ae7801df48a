/** A connection as the API returns it. Plain types, so that a user's compiler does not load zod. */

/** A connection in a list, without fields. */
export interface ListedConnection {
  connectionId: string;
  connectionName: string;
  provider: string;
  model: string | undefined;
  status: string | undefined;
  createdOn: string | undefined;
  modifiedOn: string | undefined;
}

/** A connection with its fields. The key is masked. */
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
