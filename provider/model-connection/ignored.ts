/** What paths in `ignoreChanges` ignore. A program loads this file, so it imports nothing. */

/** Whether changes of an argument are ignored. */
export function isIgnored(argument: string, paths: readonly string[] = []): boolean {
  return paths.includes(argument) || paths.includes("*");
}

/** A path to an argument that contains or names a credential, or to a part of it. Its drift is `apiKeyDrift`. */
const CREDENTIALS = /^(?:\["(?:apiKey|headers|headersEnv)"\]|apiKey|headers|headersEnv)(?=$|[.[])/;

/** Whether changes of the key or the headers are ignored. */
export function ignoresCredentials(paths: readonly string[] = []): boolean {
  return paths.some((path) => path === "*" || CREDENTIALS.test(path));
}
