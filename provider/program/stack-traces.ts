/** Avoids the stack traces that the SDK captures for the promises it creates: four per property, which is most of the cost of registering a resource (decisions/0007). */

/**
 * Turns stack traces off until the returned function is called, synchronously, before other code can run. The SDK shows
 * the traces of its promises only with PULUMI_DEBUG_PROMISE_LEAKS; it captures the source position in state with its own limit.
 * @returns a function that turns stack traces on again, and adds one to an error that was thrown in between
 */
export function withoutStackTraces(): (thrown?: unknown) => void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return (thrown) => {
    Error.stackTraceLimit = limit;
    if (thrown instanceof Error) Error.captureStackTrace(thrown);
  };
}
