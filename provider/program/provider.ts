/** An explicit provider instance: a second platform or account in one program. */
import * as pulumi from "@pulumi/pulumi";
import { type SettingName, type SettingValues, configKey } from "../settings-table";

/**
 * The settings of one instance. A setting that is omitted has its default, whatever the stack's configuration says.
 * @interface
 */
export type ModelConnectionsProviderArgs = {
  [Name in keyof SettingValues]: pulumi.Input<Required<SettingValues>[Name]>;
};

/**
 * Passed as `{ provider: eu }`, it manages a connection on another platform or account than the stack's. It runs as a
 * separate provider process. Its resource name has no effect on connections.
 */
export class ModelConnectionsProvider extends pulumi.ProviderResource {
  /** The instance's settings by their full keys in the configuration. The key is a secret. */
  readonly settings: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: ModelConnectionsProviderArgs, opts?: pulumi.ResourceOptions) {
    const { apiKey, ...plain } = args;
    const settings = configurationOf({ ...plain, apiKey: pulumi.secret(apiKey) });
    super("pulumi-nodejs", name, settings, opts);
    this.settings = pulumi.output(settings);
  }
}

/** The engine passes these to the hooks as if they were configuration. The settings of a provider are strings. */
function configurationOf(args: pulumi.Inputs): Record<string, pulumi.Output<string>> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [configKey(name as SettingName), pulumi.output(value).apply(String)]),
  );
}
