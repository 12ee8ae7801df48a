/** An explicit provider instance: a second platform or account in one program. */
import * as pulumi from "@pulumi/pulumi";
import { type SettingName, type SettingValues, configKey } from "../settings-table";
import { unknownArguments } from "../unknown-settings";

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

  /** @throws Error if `args` has a setting that doesn't exist: it would have no effect. */
  constructor(name: string, args: ModelConnectionsProviderArgs, opts?: pulumi.ResourceOptions) {
    checkSettings(name, args);
    const settings = configurationOf(args);
    super("pulumi-nodejs", name, settings, opts);
    this.settings = pulumi.output(settings);
  }
}

/** The name of a provider instance. A plain promise: an Output would make other resources depend on the instance. */
export async function nameOf(provider: pulumi.ProviderResource): Promise<string | undefined> {
  const urn = await new Promise<string>((done) => provider.urn.apply(done));
  return urn.split("::").at(-1);
}

/** An untyped program can pass anything. */
function checkSettings(name: string, args: object | undefined): void {
  const problems = unknownArguments(Object.keys(args ?? {}));
  if (problems.length === 0) return;
  throw new Error(
    `Could not declare ModelConnectionsProvider ${JSON.stringify(name)}: ${problems.join("; ")}`,
  );
}

/** The engine passes these to the hooks as if they were configuration. The settings of a provider are strings. */
function configurationOf(args?: ModelConnectionsProviderArgs): Record<string, pulumi.Output<string>> {
  const given: pulumi.Inputs = { ...args, host: args?.host ?? "", apiKey: pulumi.secret(args?.apiKey ?? "") };
  const outputs = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [configKey(name as SettingName), pulumi.output(value).apply(asText)] as const);
  return Object.fromEntries(outputs);
}

/** An empty text counts as missing, and nothing takes its place: the environment may name another platform. */
function asText(value: string | number | boolean | null | undefined): string {
  return String(value ?? "");
}
