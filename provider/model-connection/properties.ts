/** The property bags of a connection: what the engine hands in and stores, by the names that stay for good. */
import type { ImmutableField } from "./fields";

/** What the connection does when the stack lets it go. */
export type DeletionPolicy = "retain" | "scrub";

/** Inputs as check leaves them: complete and normalised. `__`-keys are hidden in diffs; their names are persisted. */
export interface Declared extends Partial<Record<ImmutableField, string>> {
  readonly provider: string;
  readonly connectionName: string;
  readonly apiKey?: string;
  readonly apiKeyEnv?: string;
  readonly apiKeyVersion?: string;
  readonly adopt?: boolean;
  readonly deletionPolicy: DeletionPolicy;
  /** The platform that the connection lives on. */
  readonly host: string;
  /** In words: the stored key was perhaps exchanged outside. Put here by read, cleared by update. */
  readonly apiKeyDrift?: string;
  /** With an auto-name: the one that check settled on; a different connectionName means renamed outside. */
  readonly __name?: string;
  /** Whether that name is an auto-name. */
  readonly __auto?: true;
  /** The handler text, which a partial failure has to carry itself. */
  readonly __provider?: string;
}

/** What the platform alone decides: outputs that are never inputs and never part of a comparison. */
export const OBSERVED = ["status", "maskedApiKey", "createdOn", "modifiedOn", "modelType"] as const;
export type Observed = Partial<Record<(typeof OBSERVED)[number], string>>;

/** Outputs as create, read and update leave them. */
export interface Stored extends Omit<Declared, "adopt">, Readonly<Observed> {
  /** The name that the inputs ask for, where it was taken and the connection got a numbered one. */
  readonly __asked?: string;
}

/** How the engine writes a value that is not known yet, whatever its type. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The bag without `undefined`, which the engine's Node host can't send. */
export function defined<T extends object>(bag: T): Defined<T> {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** The bag without some of its properties. */
export function without<T extends object, K extends keyof T>(bag: T, names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(bag).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}

/** Only some properties of the bag. */
export function only<T extends object, K extends keyof T>(bag: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(Object.entries(bag).filter(([name]) => names.includes(name as K))) as Pick<T, K>;
}

/** The same properties, where each that may be undefined may be left out instead. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
