/** The base class of all errors of this package. */

/**
 * An error whose message is all there is to read. The engine's Node host prints `${error}: ${error.stack}`, which
 * comes out as "Name: message" here; there is no `cause`, since the HTTP library's errors carry headers and bodies.
 */
export class PlainError extends Error {
  constructor(message: string) {
    super(message);
    // Not enumerable, so that inspecting the error shows the message and nothing else.
    Object.defineProperty(this, "name", { value: new.target.name, configurable: true });
    this.stack = message;
  }

  override toString(): string {
    return this.name;
  }
}
