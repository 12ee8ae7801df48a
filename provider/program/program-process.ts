/** Which process runs the program: one that the engine started, or the user's own process. */

const STARTED_BY_ENGINE = /[\\/]cmd[\\/]run([\\/](index\.js)?)?$/;

/**
 * An inline program of the Automation API runs in the user's own process. Its folder and its environment can differ from
 * those of the provider process. A unit test runs in its own process too, and has no provider process.
 */
export function isStartedByEngine(): boolean {
  return STARTED_BY_ENGINE.test(process.argv[1] ?? "");
}
