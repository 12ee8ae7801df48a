// What a change of an argument does, found out from the code that decides it.
import type { ImmutableField, ModelProviderName } from "../../dist/provider/model-connection/fields.js";
import { differenceOf } from "../../dist/provider/model-connection/diff.js";
import type { Declared } from "../../dist/provider/model-connection/properties.js";

type Argument = ImmutableField | "apiKey" | "apiKeyEnv" | "apiKeyVersion" | "adopt" | "deletionPolicy";

/** In words; two values of the argument are compared as a plan compares them. */
export function changeOf(provider: ModelProviderName, argument: string): string {
  const mode = argument.startsWith("apiKey") && argument !== "apiKey" ? FROM_ENVIRONMENT : AS_VALUE;
  const before: Declared = { ...mode, provider, connectionName: "a", deletionPolicy: "retain", host: "h" };
  const other = OTHER[argument as Argument] as string | undefined;
  if (other === undefined)
    throw new Error(`Say in tools/docs/changes.mts what another ${argument} would be.`);
  const { replaces, sendKey, changes } = differenceOf(before, { ...before, [argument]: other });
  if (replaces.length > 0) return "replacement";
  if (sendKey) return "in place: the key is sent";
  return changes ? "state only, nothing is sent" : "nothing";
}

const AS_VALUE = { apiKey: "key" };
const FROM_ENVIRONMENT = { apiKeyEnv: "KEY", apiKeyVersion: "1" };

/** A value that the argument doesn't have yet. */
const OTHER: Record<Argument, unknown> = {
  provider: "another",
  connectionName: "another",
  model: "another",
  baseUrl: "another",
  apiVersion: "another",
  resourceName: "another",
  deploymentId: "another",
  apiKey: "another",
  apiKeyEnv: "ANOTHER",
  apiKeyVersion: "2",
  adopt: true,
  deletionPolicy: "scrub",
};
