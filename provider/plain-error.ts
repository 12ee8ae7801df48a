/** The base class of all errors of this package. */

/**
 * An error that shows only its message. The engine's Node host prints `${error}: ${error.stack}`, which here becomes
 * "Name: message". There is no `cause`, since the errors of the HTTP library contain headers and bodies.
 */
export class PlainError extends Error {
  constructor(message: string) {
    super(message);
    // Not enumerable, so that an inspected error shows only its message.
    Object.defineProperty(this, "name", { value: new.target.name, configurable: true });
    this.stack = message;
  }

  override toString(): string {
    return this.name;
  }
}
