/** Pulumi's resource options on a model connection: those that have no effect here, and those that are always set. */
import * as pulumi from "@pulumi/pulumi";
import { ignoresCredentials } from "../model-connection/ignored";

/** Reports options that the engine accepts but doesn't pass to a dynamic resource. */
export function checkOptions(name: string, opts: pulumi.CustomResourceOptions): void {
  const connection = `model connection ${JSON.stringify(name)}`;
  if (opts.import !== undefined) {
    throw new Error(
      `Could not import ${connection}: Pulumi can't import a dynamic resource. ` +
        "Remove the import option. To adopt the connection, set connectionName to its name and adopt to true.",
    );
  }
  if (opts.customTimeouts !== undefined) {
    void pulumi.log.warn(
      `customTimeouts of ${connection} have no effect, because Pulumi doesn't pass them to a dynamic resource. ` +
        "Set model-connections:timeoutSeconds instead (default 120), which limits every operation.",
    );
  }
  if (opts.replaceOnChanges !== undefined && opts.replaceOnChanges.length > 0) {
    void pulumi.log.warn(
      `replaceOnChanges of ${connection} has no effect, because Pulumi doesn't apply it to a dynamic resource. ` +
        "A change that can't be made in place replaces the connection anyway; to create a new connection for a new key, change connectionName too.",
    );
  }
}

/** Key and headers are always secrets. Ignoring changes of one also ignores that it changed outside Pulumi. */
export function withRules(
  opts: pulumi.CustomResourceOptions,
  hasEndpoint: boolean,
): pulumi.CustomResourceOptions {
  const ignored = opts.ignoreChanges ?? [];
  const secrets = ["apiKey", ...(hasEndpoint ? ["headers"] : []), "__stored"];
  return {
    ...opts,
    additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...secrets],
    ignoreChanges: ignoresCredentials(ignored) ? [...ignored, "apiKeyDrift"] : ignored,
  };
}
