/** Turns whatever goes wrong in a hook into one sentence that says what was tried, on which connection. */
import { UnauthorizedError } from "../api/errors";
import { PlainError } from "../plain-error";
import { called } from "./reporter";
import { SettingsError } from "../settings";
import { type Declared, type Stored, UNKNOWN, defined } from "./properties";

/** What the engine shows of a hook that failed. It has no `id`, which would make it a partial failure. */
export class ModelConnectionError extends PlainError {}

/**
 * A write of unclear outcome: the engine stores the old outputs, so that the next up sees the difference and sends
 * again. It stores `properties` as they are, so the handler text has to be among them.
 */
export class PartialFailure extends PlainError {
  readonly id: string;
  readonly properties: object;
  readonly reasons: string[];

  constructor(id: string, olds: Stored, news: Declared, error: Error) {
    const message = `${sentence("update", olds.connectionName, id, error.message)} The next pulumi up sends the key again.`;
    super(message);
    this.id = id;
    this.properties = defined({ ...olds, __provider: news.__provider });
    this.reasons = [message];
  }
}

const WHOSE_KEY =
  "A refresh or destroy takes the configuration of the last up, unless it gets --run-program.";

/** Runs a hook's work; every error comes out as a sentence, and nothing of the original comes with it. */
export async function attempted<T>(
  verb: string,
  name: unknown,
  id: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartialFailure || error instanceof SettingsError) throw error;
    const said = error instanceof PlainError ? error.message : crash(error);
    const more = error instanceof UnauthorizedError ? ` ${WHOSE_KEY}` : "";
    throw new ModelConnectionError(`${sentence(verb, name, id, said)}${more}`);
  }
}

function sentence(verb: string, name: unknown, id: string | undefined, said: string): string {
  const whole =
    typeof name === "string" && name !== UNKNOWN ? ` ${called(name, id)}` : id === undefined ? "" : ` ${id}`;
  return `Could not ${verb} model connection${whole}: ${said}${/[.!?…]$/.test(said) ? "" : "."}`;
}

/** A fault of this package: where, but not the message, which may hold anything. */
function crash(error: unknown): string {
  const frame =
    error instanceof Error ? (error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "") : "";
  const kind = error instanceof Error ? error.name : typeof error;
  return `an unexpected ${kind}${frame === "" ? "" : ` ${frame.trim()}`}; please report it to the maintainers of pulumi-model-connections`;
}
