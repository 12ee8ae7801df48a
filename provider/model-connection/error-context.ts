/** Turns any failure of a hook into one sentence: what was tried, on which connection, what happened, and what to do. */
import { PlainError } from "../plain-error";
import { SettingsError } from "../settings";
import { messageForStack } from "./advice";
import { hasEndpoint } from "./form-of";
import { type Inputs, type State, UNKNOWN, defined } from "./properties";
import { label } from "./reporter";
import type { Session } from "./session";

/** Which settings a hook uses: those of the stack, or of an explicit provider instance whose name is known. */
type Where = Pick<Session, "provider" | "via">;

const STACK: Where = { provider: undefined, via: "" };

/** What the engine shows of a failed hook. It has no `id`, which would make it a partial failure. */
export class ModelConnectionError extends PlainError {}

/**
 * A write with unknown outcome: the engine stores the old outputs, so that the next up sees the difference and sends the
 * key again. It stores `properties` as they are, so they must contain the handler text.
 */
export class PartialFailure extends PlainError {
  readonly id: string;
  readonly properties: object;
  readonly reasons: string[];

  constructor(id: string, olds: State, news: Inputs, error: Error, where: Where = STACK) {
    const said = messageForStack(error, where.provider);
    const message = `${sentence("update", olds.connectionName, id, said, where)} The next pulumi up sends ${hasEndpoint(news) ? "the change" : "the key"} again.`;
    super(message);
    this.id = id;
    this.properties = defined({ ...olds, __provider: news.__provider });
    this.reasons = [message];
  }
}

/** Runs a hook's work; every error becomes a sentence, and nothing of the original error is kept. */
export async function withErrorContext<T>(
  verb: string,
  name: unknown,
  id: string | undefined,
  work: () => Promise<T>,
  where: Where = STACK,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PartialFailure || error instanceof SettingsError) throw error;
    const said = error instanceof PlainError ? messageForStack(error, where.provider) : crash(error);
    throw new ModelConnectionError(sentence(verb, name, id, said, where));
  }
}

function sentence(verb: string, name: unknown, id: string | undefined, said: string, { via }: Where): string {
  const connection =
    typeof name === "string" && name !== UNKNOWN ? ` ${label(name, id)}` : id === undefined ? "" : ` ${id}`;
  return `Could not ${verb} model connection${connection}${via}: ${said}${/[.!?…]$/.test(said) ? "" : "."}`;
}

/** A bug of this package: where it is, but not its message, which may contain anything. */
function crash(error: unknown): string {
  const frame =
    error instanceof Error ? (error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "") : "";
  const kind = error instanceof Error ? error.name : typeof error;
  return `an unexpected ${kind}${frame === "" ? "" : ` ${frame.trim()}`}; please report it to the maintainers of pulumi-model-connections`;
}
