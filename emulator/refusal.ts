// A request the emulator says no to: thrown anywhere, answered as JSON in one place.

/** `{"error": {"code", "message"}}` is our guess: the reference documents no error body. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const unknownConnection = (): Refusal =>
  new Refusal(404, "CONNECTION_NOT_FOUND", "There is no connection with this id.");

export const unknownRoute = (): Refusal => new Refusal(404, "NOT_FOUND", "There is no such route.");

/** The answer to a thrown error; what is no refusal is our own fault and says nothing of its cause. */
export function refusalResponse(error: Error): Response {
  const { status, code, message, headers } =
    error instanceof Refusal ? error : new Refusal(500, "EMULATOR_FAILED", "The emulator itself failed.");
  return Response.json({ error: { code, message } }, { status, headers });
}
