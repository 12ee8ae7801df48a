/**
 * Keys and headers are in a resource's inputs only. As outputs, an SDK would send them to the engine's log in plaintext,
 * which `up --json` and event logs show. The hooks need them in both, so they are added to what arrives.
 */
import { sameJson } from "../json";
import { type Inputs, type State, only, without } from "../model-connection/properties";
import type { Struct } from "./grpc";
import { type Unwrapped, unwrap } from "./values";

const KEYS = ["apiKey", "headers"] as const;

type Keyed = Pick<State, "apiKey" | "headers" | "apiKeyId">;

/** State with the keys of its inputs, and those inputs. */
interface Stored<T> extends Unwrapped<T> {
  readonly inputs: Unwrapped<Partial<Inputs>>;
}

/** What the engine has stored of a resource, as the hooks need it. */
export function storedIn<T extends Partial<Keyed> = State>(
  state: Struct | undefined,
  declared: Struct | undefined,
): Stored<T> {
  const outputs = unwrap<T>(state);
  const inputs = unwrap<Partial<Inputs>>(declared);
  return { ...outputs, values: withDeclaredKeys(outputs.values, inputs.values), inputs };
}

/** State with the keys that its inputs have. Other keys than those of the state have another id. */
function withDeclaredKeys<T extends Partial<Keyed>>(state: T, inputs: Partial<Keyed>): T {
  return hasSameKeys(state, inputs) ? { ...only(inputs, KEYS), ...state } : state;
}

/** Outputs without the keys that the inputs have. Other keys stay. */
export function withoutDeclaredKeys(outputs: object, inputs: Partial<Inputs>): object {
  const keyed: Partial<Keyed> = outputs;
  if (!hasSameKeys(keyed, inputs)) return outputs;
  return without(
    keyed,
    KEYS.filter((name) => sameJson(keyed[name], inputs[name])),
  );
}

/** A state of an early version has no id: its keys stay where they are until the next one is sent. */
function hasSameKeys(state: Partial<Keyed>, inputs: Partial<Keyed>): boolean {
  return state.apiKeyId !== undefined && state.apiKeyId === inputs.apiKeyId;
}
