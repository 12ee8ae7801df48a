/** Pulumi's resource options on a model connection: those that can't work here, and those that it always has. */
import * as pulumi from "@pulumi/pulumi";

/** Options that the engine takes and this runtime can do nothing with. */
export function checkOptions(name: string, opts: pulumi.CustomResourceOptions): void {
  if (opts.import !== undefined) {
    throw new Error(
      `Could not import model connection ${JSON.stringify(name)}: Pulumi can't import a dynamic resource. ` +
        "Take the import option out, and set connectionName to the connection's name and adopt to true: that takes it over.",
    );
  }
  if (opts.customTimeouts !== undefined) {
    void pulumi.log.warn(
      `customTimeouts of model connection ${JSON.stringify(name)} have no effect: Pulumi doesn't hand them to a dynamic ` +
        "resource. Set model-connections:timeoutSeconds instead (120 when left out), which every operation keeps to.",
    );
  }
}

/**
 * The key is a secret in any case, and who ignores changes of it ignores an exchange outside too. Name and
 * platform are ignored always, which makes the engine hand the old ones to check, with `--replace` and taint too.
 */
export function withRules(opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const ignored = opts.ignoreChanges ?? [];
  return {
    ...opts,
    additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), "apiKey"],
    ignoreChanges: [
      ...ignored,
      "__name",
      "__choice",
      "host",
      ...(ignored.includes("apiKey") ? ["apiKeyDrift"] : []),
    ],
  };
}
