/** Properties in the engine's messages: which of them are secret, and which are not known yet. */
import { UNKNOWN } from "../model-connection/properties";
import { PlainError } from "../plain-error";
import { Struct } from "./grpc";

/** Properties of a message, without the marks of secrets. */
export interface Unwrapped<T> {
  readonly values: T;
  /** The properties that are secret, or contain a secret. */
  readonly secrets: ReadonlySet<string>;
}

/** The engine's marks (pulumi/sdk: resource.SigKey and the signatures). */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What stands for an unknown value depends on its type (pulumi/sdk: plugin.UnknownStringValue and others). */
const UNKNOWNS = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Always secret, whether the program says so or not. `__stored` may contain a value that the program declares as a secret. */
const ALWAYS_SECRET = ["apiKey", "headers", "__stored"];

/** The caller names the type: the message contains arguments that check has accepted, or state that a hook has returned. */
export function unwrap<T extends object = Readonly<Record<string, unknown>>>(
  message: Struct | undefined,
): Unwrapped<T> {
  const secrets = new Set<string>();
  const given = Object.entries(message?.toJavaScript() ?? {});
  const values = given.map(([name, value]) => [name, plain(value, () => secrets.add(name))] as const);
  return { values: Object.fromEntries(values) as T, secrets };
}

/** @param secrets properties that are secret because they were secret in the request */
export function wrap(values: object, ...secrets: readonly Iterable<string>[]): Struct {
  const secret = new Set([...ALWAYS_SECRET, ...secrets.flatMap((each) => [...each])]);
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const marked = entries.map(([name, value]) => [name, secret.has(name) ? asSecret(value) : value] as const);
  return Struct.fromJavaScript(Object.fromEntries(marked));
}

function asSecret(value: unknown): object {
  return { [MARK]: SECRET, value };
}

function plain(value: unknown, onSecret: () => void): unknown {
  if (typeof value === "string") return UNKNOWNS.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((each) => plain(each, onSecret));
  if (typeof value !== "object" || value === null) return value;
  return MARK in value
    ? unmarked(value, onSecret)
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, onSecret)]));
}

function unmarked(marked: Readonly<Record<string, unknown>>, onSecret: () => void): unknown {
  const { [MARK]: mark, value, secret, id, urn } = marked;
  if (mark === SECRET || secret === true) onSecret();
  if (mark === SECRET) return plain(value, onSecret);
  if (mark === OUTPUT) return value === undefined ? UNKNOWN : plain(value, onSecret);
  if (mark === RESOURCE) return plain(id ?? urn, onSecret);
  throw new PlainError("An argument is an asset or an archive. Give its content as a string instead.");
}
