/** Lookups read connections that the program does not manage, in previews too: `getConnection`, `listConnections`. */
import * as pulumi from "@pulumi/pulumi";
import type * as requests from "./lookup-requests";
import type { ListFilter } from "../api/client";
import { SETTINGS, type SettingName, configKey } from "../settings-table";
import type { ConnectionDetails, ConnectionSummary } from "../model-connection/lookup-results";
import { type ModelConnectionsProvider, nameOf } from "./provider";
import type { ModelProvider } from "./resource";
import { checkStackSettings } from "./stack-settings";

/** The platform that a lookup reads from. */
export interface LookupOptions {
  /** An explicit provider instance. @default the stack's settings */
  provider?: ModelConnectionsProvider;
}

/** Which connection: its id or its exact name. */
export type GetConnectionArgs =
  | { id: pulumi.Input<string>; connectionName?: undefined }
  | { connectionName: pulumi.Input<string>; id?: undefined };

/** The filters of the API (reference: List All Connections, Query Parameters). */
export interface ListConnectionsArgs {
  /** Only connections of this provider. @default all */
  provider?: pulumi.Input<ModelProvider>;
  /** Only connections with this status. @default all */
  status?: pulumi.Input<"ACTIVE" | "INACTIVE">;
  /** The most connections to return. @default all, even if the platform truncates its lists */
  limit?: pulumi.Input<number>;
}

/** One connection. Fails if none exists, or if several have the name. Sends one GET; by name, a list before it. */
export function getConnection(
  args: GetConnectionArgs,
  opts: LookupOptions = {},
): pulumi.Output<ConnectionDetails> {
  const known: pulumi.Output<{ id?: string | undefined; connectionName?: string | undefined }> =
    pulumi.output(args);
  return lookup(known, opts, ({ findConnection }, where, { id, connectionName }) =>
    findConnection(where, id, connectionName),
  );
}

/** All connections that match the filters, in the platform's order. */
export function listConnections(
  args: ListConnectionsArgs = {},
  opts: LookupOptions = {},
): pulumi.Output<ConnectionSummary[]> {
  const known = pulumi.output(args);
  return lookup(known, opts, ({ findConnections }, where, filter) =>
    findConnections(where, filter as ListFilter),
  );
}

/** Runs when all arguments and settings are known. The result is not secret, because it contains no key. */
function lookup<A, T>(
  args: pulumi.Output<A>,
  opts: LookupOptions,
  find: (via: typeof requests, where: requests.Where, args: A) => Promise<T>,
): pulumi.Output<T> {
  const settings = pulumi.unsecret(opts.provider?.settings ?? stackSettings());
  return args.apply((known) =>
    settings.apply(async (given) => {
      const provider = opts.provider && (await nameOf(opts.provider));
      // Loaded here: a program without lookups should not load an HTTP client.
      return find(await import("./lookup-requests.js"), { given, provider }, known);
    }),
  );
}

function stackSettings(): pulumi.Output<Record<string, string>> {
  checkStackSettings();
  const config = new pulumi.Config("model-connections");
  const given = (Object.keys(SETTINGS) as SettingName[]).flatMap((name) => {
    const value = config.getSecret(name);
    return value === undefined ? [] : [[configKey(name), value] as const];
  });
  return pulumi.output(Object.fromEntries(given));
}
