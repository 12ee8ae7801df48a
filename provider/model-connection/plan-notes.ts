/**
 * Notes on what happens to existing connections, which a plan doesn't show. Check and diff print them at preview. Create
 * uses the same words, and the reporter prints equal lines once, so each run has each note once.
 */
import type { ConnectionRecord } from "../api/records";
import { quoted } from "../printable";
import { hasEndpoint } from "./form-of";
import type { Inputs, State } from "./properties";
import { label } from "./reporter";
import type { Session } from "./session";
import { reportStatus } from "./status";
import { storedForms } from "./stored-forms";

/** `adopt: true` found a connection that matches the program. */
export function noteAdoption(inputs: Inputs, record: ConnectionRecord, { reporter }: Session): void {
  const name = label(record.connectionName, record.connectionId);
  const key = hasEndpoint(inputs)
    ? hasHeaders(inputs)
      ? "It gets the program's headers."
      : "The program has no headers, so those of the connection are removed."
    : inputs.provider === "API"
      ? "Its key is not sent, because the API can't change the key of provider \"API\" with baseUrl: if the platform has another key than the program, change it in the platform's console."
      : "It gets the program's key.";
  reporter.noteEach(
    `model connection ${name} is adopted, because adopt is true: every readable field matches the program${inOtherForms(inputs, record)}. No connection is created. ${key}`,
    "more connections are adopted; only the first ones are named.",
  );
  reportStatus(record, inputs.status, reporter);
}

function hasHeaders({ headers, headersEnv }: Inputs): boolean {
  return [headers, headersEnv].some((each) => each !== undefined && Object.keys(each).length > 0);
}

/** Fields that match only up to the form in which the platform stores them. */
function inOtherForms(inputs: Inputs, record: ConnectionRecord): string {
  const forms = Object.entries(storedForms(inputs, record) ?? {});
  const others = forms.flatMap(([name, form]) =>
    "live" in form && typeof form.live === "string" ? [`${name} as ${quoted(form.live)}`] : [],
  );
  if (others.length === 0) return "";
  const shown = others.join(", ");
  return `; the platform stores ${shown}`;
}

/** No connection has the name, so one is created. */
export function noteNew(name: string, { reporter }: Session): void {
  reporter.noteEach(
    `${quoted(name)} is a new connection.`,
    "more new connections are created; only the first ones are named.",
  );
}

/** The first key that is declared for an imported connection whose key the API can't change. */
export function noteFirstKey(id: string, { connectionName }: State, { reporter }: Session): void {
  reporter.noteEach(
    `model connection ${label(connectionName, id)} was imported, so the program's key is recorded as the one that it has. Nothing is sent, because the API can't change the key of provider "API" with baseUrl. If the platform has another key, change it in the platform's console.`,
    "more imported connections have a first key in the program; only the first ones are named.",
  );
}

/** The key or the headers are sent, whatever the program changed, because an earlier update has no known outcome. */
export function noteSentAgain(id: string, olds: State, { reporter }: Session): void {
  const [its, other] = hasEndpoint(olds) ? ["headers", "other headers"] : ["key", "another key"];
  reporter.noteEach(
    `model connection ${label(olds.connectionName, id)} gets the program's ${its}, because its last update has no known outcome: the platform may have ${other}.`,
    "more connections get their key or headers because of an update with no known outcome; only the first ones are named.",
  );
}

/** A replacement leaves the old connection on its platform. */
export function noteReplacement(
  id: string,
  olds: State,
  replaces: readonly string[],
  { reporter }: Session,
): void {
  const { connectionName, host, deletionPolicy, __taken } = olds;
  // An automatic name changes only because another argument does, so it is not a cause.
  const causes = replaces.filter((cause, _, { length }) => length === 1 || cause !== "connectionName");
  const isScrubbed = deletionPolicy === "scrub" && __taken !== true && !replaces.includes("host");
  const [credentials, are] = hasEndpoint(olds) ? ["header values", "are"] : ["key", "is"];
  const key = isScrubbed
    ? `its ${credentials} ${are} replaced by a placeholder unless the connection was changed outside Pulumi`
    : `it keeps its ${credentials}`;
  reporter.noteEach(
    `model connection ${label(connectionName, id)} is replaced by another connection, because ${causes.join(", ")} can't be changed in place. The old one remains on ${host}, and ${key}: the API has no DELETE.`,
    "more connections are replaced, and each old one remains on the platform; only the first ones are named.",
  );
}
