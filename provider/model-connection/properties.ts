/** Inputs and state of a connection. The names are in users' states, so they can never change. */
import type { Json } from "../json";
import type { FieldName, FieldValues } from "./fields";
import type { FromEnvironment } from "./header-sources";

/** What happens to the connection when it leaves the stack. */
export type DeletionPolicy = "retain" | "scrub";

/** Inputs as the engine passes them to check: any program may have written them. */
export type RawInputs = Readonly<Record<string, unknown>>;

/** Inputs as check returns them: complete and normalised. Diffs hide keys that start with `__`; these names are persisted. */
export interface Inputs extends FieldValues {
  readonly provider: string;
  readonly connectionName: string;
  readonly apiKey?: string;
  readonly apiKeyEnv?: string;
  readonly apiKeyVersion?: string;
  /** The headers of an endpoint, by name: a secret as a whole. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The headers whose values come from the environment. */
  readonly headersEnv?: Readonly<Record<string, FromEnvironment>>;
  readonly adopt?: boolean;
  readonly deletionPolicy: DeletionPolicy;
  /** The status that the platform is expected to show. */
  readonly status?: string;
  /** The platform that has the connection. */
  readonly host: string;
  /** A short id of the key. The id is not secret. */
  readonly apiKeyId?: string;
  /** In words: the key may have changed outside Pulumi. Set by read, cleared by update. */
  readonly apiKeyDrift?: string;
  /** With an auto-name: the name that check chose; a different connectionName means that it was renamed outside Pulumi. */
  readonly __name?: string;
  /** Whether that name is an auto-name. */
  readonly __auto?: true;
  /** Whether the program ignores changes of the key or the headers. The native provider gets this from the engine. */
  readonly __ignoresKey?: true;
  /** The handler text, which a partial failure must contain itself. */
  readonly __provider?: string;
}

/** The values that only the platform sets: outputs that are never inputs and never compared. */
export const OBSERVED = [
  ...(["status", "maskedApiKey", "createdOn", "modifiedOn", "modelType"] as const),
  ...(["maskedHeaders"] as const),
] as const;
export type Observed = Partial<Record<Exclude<(typeof OBSERVED)[number], "maskedHeaders">, string>> & {
  /** By name: each header's value as the platform shows it, or a hash of a value that is not masked. */
  readonly maskedHeaders?: Readonly<Record<string, string>>;
};

/**
 * The declared value, and what the platform showed for it right after our own write: a hash of it if state must not
 * contain it, `unseen` if the platform showed nothing.
 */
export type StoredForm =
  | { readonly declared: Json; readonly live: Json }
  | { readonly declared: Json; readonly hash: string }
  | { readonly unseen: true };
export type StoredForms = Readonly<Partial<Record<FieldName, StoredForm>>>;

/** Outputs as create, read and update return them. */
export interface State extends Omit<Inputs, "adopt">, Readonly<Observed> {
  /** The declared status. In state, `status` is the platform's. */
  readonly __status?: string;
  /** The name in the inputs, if it was already in use and the connection got a numbered one. */
  readonly __asked?: string;
  /** The fields that the platform stores in another form than declared. Secret, because a declared value may be. */
  readonly __stored?: StoredForms;
  /** The connection was reclaimed, so another stack may use it: scrub leaves its key until `adopt: true`. */
  readonly __taken?: true;
}

/** Whether the stack manages the connection. Check fills in deletionPolicy, so only what `ModelConnection.get` read has none. */
export function isManaged(state: Partial<State>): boolean {
  return state.deletionPolicy !== undefined;
}

/** What is kept of a connection from one state to the next, whatever is declared. */
export const KEPT = ["__stored", "__taken"] as const;
export type Kept = { readonly [K in (typeof KEPT)[number]]?: State[K] | undefined };

/** What a connection is compared with: inputs or state. */
export type Declared = Pick<Inputs, FieldName> & Pick<State, "__stored">;

/** What check and diff compare. Raw inputs, inputs and state all have these properties. */
export type Comparable = {
  readonly [
    K in
      | FieldName
      | "apiKey"
      | "apiKeyEnv"
      | "apiKeyVersion"
      | "headers"
      | "headersEnv"
      | "apiKeyId"
      | "apiKeyDrift"
      | "adopt"
      | "__auto"
      | "deletionPolicy"
      | "status"
      | "__status"
      | "__asked"
      | "__taken"
  ]?: unknown;
};

/** The engine's placeholder for a value that isn't known yet, whatever its type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The object without `undefined`, which the engine's Node host can't send. */
export function defined<T extends object>(properties: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}

/** The object without some of its properties. */
export function without<T extends object, K extends keyof T>(properties: T, names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !names.includes(name as K)),
  ) as Omit<T, K>;
}

/** Only some properties of the object. */
export function only<T extends object, K extends keyof T>(properties: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name as K))) as Pick<
    T,
    K
  >;
}

/** The same properties; each that may be undefined may be missing instead. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
