/**
 * Keys and headers are only in a resource's inputs. SDKs send outputs to the engine's log in plaintext, and `up --json` and
 * event logs show it. The hooks expect keys and headers in the state too, so they are added to the state that arrives.
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

/** Adds the keys of the inputs to the state, unless they are not the state's: then their id differs. */
function withDeclaredKeys<T extends Partial<Keyed>>(state: T, inputs: Partial<Keyed>): T {
  return hasSameKeys(state, inputs) ? { ...only(inputs, KEYS), ...state } : state;
}

/** Removes the keys that the inputs have from the outputs. Other keys stay. */
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
