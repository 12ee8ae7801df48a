/** An explicit provider instance: a second platform or account in one program. */
import * as pulumi from "@pulumi/pulumi";

/** Settings of one instance; what is left out has its default, not the stack's configuration. */
export interface ModelConnectionsProviderArgs {
  /**
   * Host, host:port or URL of the platform. Another host is another platform: connections are made anew there, and
   * those on the old one stay; the same platform under a new name changes state only.
   */
  host: pulumi.Input<string>;
  /** The platform's API key, kept as a secret. A change touches no connection. */
  apiKey: pulumi.Input<string>;
  /**
   * Seconds that one create, read, update or delete may take, all its requests included; a check at preview takes 30 s
   * at most.
   * @default 120
   */
  timeoutSeconds?: pulumi.Input<number>;
  /**
   * How often GET and PATCH are sent again after 408, 5xx and network faults; 429 is waited out as long as the time allows.
   * @default 5
   */
  maxRetries?: pulumi.Input<number>;
  /** Whether the key may go over plain http to another machine than this one. @default false */
  allowInsecureHttp?: pulumi.Input<boolean>;
  /** Whether a `modifiedOn` that moved for no visible reason counts as "key perhaps exchanged outside". @default true */
  watchModifiedOn?: pulumi.Input<boolean>;
  /** Whether a refresh may drop all connections of the stack at once. @default false */
  acceptAllGone?: pulumi.Input<boolean>;
}

/**
 * Given as `{ provider: eu }`, it lets a connection live on another platform or account than the stack's own. It runs
 * as a provider process of its own. What it is called decides nothing: the platform does.
 */
export class ModelConnectionsProvider extends pulumi.ProviderResource {
  /** The instance's settings by their names in the configuration; the key is a secret. */
  readonly settings: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: ModelConnectionsProviderArgs, opts?: pulumi.ResourceOptions) {
    const { apiKey, ...plain } = args;
    const settings = namespaced({ ...plain, apiKey: pulumi.secret(apiKey) });
    super("pulumi-nodejs", name, settings, opts);
    this.settings = pulumi.output(settings);
  }
}

/** The engine hands these to the hooks as if they were configuration; its provider settings are text. */
function namespaced(args: pulumi.Inputs): Record<string, pulumi.Output<string>> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([key, value]) => [`model-connections:${key}`, pulumi.output(value).apply(String)]),
  );
}
