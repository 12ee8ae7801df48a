/** The only reader of the environment of this process. */

/** A variable of the environment. `process.env` has a prototype, so a name such as `constructor` would return a function. */
export function environmentVariable(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}
