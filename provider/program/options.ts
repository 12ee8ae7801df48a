/** Pulumi's resource options on a model connection: those that can't work here, and those that it always has. */
import * as pulumi from "@pulumi/pulumi";

/** Options that the engine takes and this runtime can do nothing with. */
export function checkOptions(name: string, opts: pulumi.CustomResourceOptions): void {
  const connection = `model connection ${JSON.stringify(name)}`;
  if (opts.import !== undefined) {
    throw new Error(
      `Could not import ${connection}: Pulumi can't import a dynamic resource. ` +
        "Take the import option out, and set connectionName to the connection's name and adopt to true: that takes it over.",
    );
  }
  if (opts.customTimeouts !== undefined) {
    void pulumi.log.warn(
      `customTimeouts of ${connection} have no effect: Pulumi doesn't hand them to a dynamic resource. ` +
        "Set model-connections:timeoutSeconds instead (120 when left out), which every operation keeps to.",
    );
  }
  if (opts.replaceOnChanges !== undefined && opts.replaceOnChanges.length > 0) {
    void pulumi.log.warn(
      `replaceOnChanges of ${connection} has no effect: Pulumi doesn't apply it to a dynamic resource. ` +
        "What can't be changed in place is replaced anyway; to have a new connection with a new key, give it another connectionName as well.",
    );
  }
}

/** The key is a secret in any case, and who ignores changes of it ignores an exchange outside too. */
export function withRules(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const ignored = opts.ignoreChanges ?? [];
  return {
    ...opts,
    additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), "apiKey"],
    ignoreChanges: ignored.includes("apiKey") ? [...ignored, "apiKeyDrift"] : ignored,
  };
}
