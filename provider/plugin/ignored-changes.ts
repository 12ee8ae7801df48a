/** `ignoreChanges` of what a refresh finds: a key that was changed outside Pulumi, and a changed status. */
import { ignoresCredentials, isIgnored } from "../model-connection/ignored";
import { type Inputs, type State, defined } from "../model-connection/properties";

/** State and inputs without what the program ignores. The engine has applied `ignoreChanges` only to the arguments. */
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
