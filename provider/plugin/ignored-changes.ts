/** `ignoreChanges` as it concerns what a refresh finds: the key's drift is not an argument of the program, and the status only reports. */
import { ignoresCredentials, isIgnored } from "../model-connection/ignored";
import { type Inputs, type State, defined } from "../model-connection/properties";

/** State and inputs without what the program ignores. The engine has applied the paths to the arguments only. */
export function withoutIgnored(
  paths: readonly string[],
  olds: State,
  news: Inputs,
): { olds: State; news: Inputs } {
  const drift = ignoresCredentials(paths) ? { apiKeyDrift: olds.apiKeyDrift } : {};
  const inputs = defined({ ...news, ...drift });
  if (!isIgnored("status", paths)) return { olds, news: inputs };
  return { olds: defined({ ...olds, __status: undefined }), news: defined({ ...inputs, status: undefined }) };
}
