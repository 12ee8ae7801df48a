/** `pulumi import`: everything except the key, which no API returns. Arguments that name a variable take its place. */
import { IMPORTED } from "../model-connection/api-key";
import { FIELD_NAMES } from "../model-connection/fields";
import { hasEndpoint } from "../model-connection/form-of";
import { type Inputs, type State, only, without } from "../model-connection/properties";
import { nameOf } from "./urn";

/** State and arguments of a connection that was read by its id. The engine writes the arguments into the program. */
export function imported(urn: string, live: State) {
  const inputs = { ...only(live, FIELD_NAMES), ...credentialsFor(nameOf(urn), live) };
  return { props: { ...live, ...inputs, deletionPolicy: "retain" }, inputs };
}

/** What check adds to every declaration. The arguments of an import have not been checked before the first up. */
const ADDED = ["host", "deletionPolicy"] as const;

/** Arguments as check returns them. */
export function withUnchecked(inputs: Inputs, state: State): Inputs {
  return { ...only(state, ADDED), ...inputs };
}

/** The arguments that a refresh found, without what check would only now add: that is no drift. */
export function withoutUnchecked(found: Inputs, before: Partial<Inputs>): Partial<Inputs> {
  return without(
    found,
    ADDED.filter((name) => before[name] === undefined),
  );
}

function credentialsFor(name: string, live: State) {
  if (!hasEndpoint(live)) return { apiKeyEnv: `${variableOf(name)}_API_KEY`, apiKeyVersion: IMPORTED };
  const headers = Object.keys(live.maskedHeaders ?? {});
  if (headers.length === 0) return {};
  const headersEnv = headers.map((header) => [header, `${variableOf(name)}_${variableOf(header)}`] as const);
  return { headersEnv: Object.fromEntries(headersEnv), apiKeyVersion: IMPORTED };
}

/** `gpt-4o` becomes `GPT_4O`. */
function variableOf(text: string): string {
  const words = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[A-Z]/.test(words) ? words : `CONNECTION_${words}`;
}
