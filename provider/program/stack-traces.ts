/** Saves the stack that the SDK takes of each promise that it makes: four a property, most of what registering a resource costs. */

/**
 * Takes stacks off until the returned function is called, which has to be before anything else can run. The SDK shows those of
 * its promises with PULUMI_DEBUG_PROMISE_LEAKS alone; for the source position in state it takes one of its own, at any limit.
 * @returns puts stacks on again, and gives one to an error that was thrown meanwhile
 */
export function withoutStacks(): (thrown?: unknown) => void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return (thrown) => {
    Error.stackTraceLimit = limit;
    if (thrown instanceof Error) Error.captureStackTrace(thrown);
  };
}
