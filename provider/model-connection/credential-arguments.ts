/** The arguments that contain or name credentials, and the forms that have them. */
import { PROVIDERS } from "../api/records";
import { ENDPOINT_FORMS, type Form } from "./forms";

export const KEY_ARGUMENTS = ["apiKey", "apiKeyEnv"] as const;
export const HEADER_ARGUMENTS = ["headers", "headersEnv"] as const;

export const CREDENTIAL_ARGUMENTS: readonly (readonly [name: string, forms: readonly Form[]])[] = [
  ...KEY_ARGUMENTS.map((name) => [name, PROVIDERS] as const),
  ...HEADER_ARGUMENTS.map((name) => [name, ENDPOINT_FORMS] as const),
];

/** The argument that names environment variables, if there is one. */
export function environmentArgument(given: object): "apiKeyEnv" | "headersEnv" | undefined {
  const properties: Readonly<Record<string, unknown>> = { ...given };
  return (["apiKeyEnv", "headersEnv"] as const).find((name) => properties[name] !== undefined);
}
