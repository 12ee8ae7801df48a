/** Saves the stack traces that the SDK takes of each promise it creates: four per property, most of the cost of registering a resource (decisions/0007). */

/**
 * Turns stack traces off until the returned function is called, synchronously, before other code can run. The SDK shows
 * the traces of its promises only with PULUMI_DEBUG_PROMISE_LEAKS; for the source position in state it takes its own, at any limit.
 * @returns turns stack traces on again, and gives one to an error that was thrown meanwhile
 */
export function withoutStackTraces(): (thrown?: unknown) => void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return (thrown) => {
    Error.stackTraceLimit = limit;
    if (thrown instanceof Error) Error.captureStackTrace(thrown);
  };
}
