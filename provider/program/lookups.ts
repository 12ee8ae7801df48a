/** Reads connections that the program doesn't manage, as Outputs, in preview too: `getConnection`, `listConnections`. */
import * as pulumi from "@pulumi/pulumi";
import type * as requests from "./lookup-requests";
import type { ListFilter } from "../api/client";
import type { ConnectionDetails, ConnectionSummary } from "./lookup-results";
import type { ModelConnectionsProvider } from "./provider";
import type { ModelProvider } from "./resource";

/** Which platform a lookup asks. */
export interface LookupOptions {
  /** An explicit instance. @default the stack's settings */
  provider?: ModelConnectionsProvider;
}

/** One connection, by its id or by its exact name. */
export type GetConnectionArgs =
  | { id: pulumi.Input<string>; connectionName?: undefined }
  | { connectionName: pulumi.Input<string>; id?: undefined };

/** The filters of the API. Reference: List All Connections, Query Parameters. */
export interface ListConnectionsArgs {
  provider?: pulumi.Input<ModelProvider>;
  status?: pulumi.Input<"ACTIVE" | "INACTIVE">;
  /** At most so many. @default all, also where the platform cuts its lists */
  limit?: pulumi.Input<number>;
}

/** One connection: an error when there is none, or when several have the name. One GET by id, a list more by name. */
export function getConnection(
  args: GetConnectionArgs,
  opts: LookupOptions = {},
): pulumi.Output<ConnectionDetails> {
  const known: pulumi.Output<{ id?: string | undefined; connectionName?: string | undefined }> =
    pulumi.output(args);
  return asked(known, opts, ({ findConnection }, settings, { id, connectionName }) =>
    findConnection(settings, id, connectionName),
  );
}

/** All connections that pass the filters, in the platform's order. */
export function listConnections(
  args: ListConnectionsArgs = {},
  opts: LookupOptions = {},
): pulumi.Output<ConnectionSummary[]> {
  const known = pulumi.output(args);
  return asked(known, opts, ({ findConnections }, settings, filter) =>
    findConnections(settings, filter as ListFilter),
  );
}

/** Runs once everything is known; the answer holds no key, so it is no secret although the settings are. */
function asked<A, T>(
  args: pulumi.Output<A>,
  opts: LookupOptions,
  ask: (to: typeof requests, settings: Readonly<Record<string, string>>, args: A) => Promise<T>,
): pulumi.Output<T> {
  const settings = pulumi.unsecret(opts.provider?.settings ?? stackSettings());
  const answer = args.apply((known) =>
    // Loaded here: a program without lookups should not pay for an HTTP client.
    settings.apply(async (given) => ask(await import("./lookup-requests.js"), given, known)),
  );
  return answer;
}

function stackSettings(): pulumi.Output<Record<string, string>> {
  const config = new pulumi.Config("model-connections");
  const keys = ["host", "apiKey", "timeoutSeconds", "maxRetries", "allowInsecureHttp"];
  const given = keys.flatMap((key) => {
    const value = config.getSecret(key);
    return value === undefined ? [] : [[`model-connections:${key}`, value] as const];
  });
  return pulumi.output(Object.fromEntries(given));
}
