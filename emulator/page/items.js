// The texts that the page shows for a connection, a fault rule and a request.
import { printable } from "./view.js";

/** A connection with an endpoint has no fields here. @typedef {Omit<import("../connection").StoredConnection, "fields"> & { fields?: Record<string, string> }} Connection */
/** @typedef {import("../journal").JournalEntry} Request */
/** @typedef {ReturnType<import("../faults").Faults["active"]>[number]} FaultRule */
/** @typedef {import("./view.js").Item} Item */

/** Whether inference is on. @type {(connection: Connection) => boolean} */
export const isOn = ({ status }) => status === "ACTIVE" || status === "FINALIZED";

/** Whether it has an endpoint in place of fields. @type {(connection: Connection) => boolean} */
export const hasEndpoint = ({ endpointUrl }) => endpointUrl !== undefined;

/** The fields, or the endpoint with its headers, whose values are masks. @type {(connection: Connection) => string[]} */
const configuration = ({ fields = {}, endpointUrl, headers = [], mapProvider, llmFeatures = {} }) => [
  ...Object.entries(fields).map(([name, value]) => `${name} ${value}`),
  ...(endpointUrl === undefined ? [] : [`endpointUrl ${endpointUrl}`]),
  ...headers.map(({ key, value }) => `${key}: ${value}`),
  ...(mapProvider === undefined ? [] : [`mapProvider ${mapProvider}`]),
  ...Object.entries(llmFeatures).flatMap(([name, isOn]) => (isOn ? [name] : [])),
];

/** @type {(connection: Connection) => Item} */
export const connectionItem = (connection) => ({
  key: connection.connectionId,
  texts: {
    name: printable(connection.connectionName),
    id: connection.connectionId,
    provider: connection.provider,
    model: printable(connection.model ?? ""),
    fields: configuration(connection).map(printable).join("\n"),
    status: printable(connection.status),
    created: connection.createdOn,
    modified: connection.modifiedOn,
    secret: hasEndpoint(connection) ? "Change header" : "Replace key",
    members: hasEndpoint(connection) ? "Change member" : "",
    toggle: isOn(connection) ? "Turn inference off" : "Turn inference on",
  },
  tones: { status: isOn(connection) ? "good" : "bad" },
});

/** @type {(rule: FaultRule, index: number) => Item} */
export const faultItem = ({ on, skip, times, fault }, index) => {
  const which = [on.operation ?? "every request", on.connectionName, on.connectionId].flat();
  const what = "status" in fault ? `${fault.kind} ${fault.status}` : fault.kind;
  const often = times === null ? "until cleared" : times === 1 ? "once" : `${times} times`;
  const later = skip === 0 ? "" : `, after skipping ${skip}`;
  const rule = `${what} for ${which.filter((each) => each !== undefined).join(", ")}: ${often}${later}`;
  return { key: String(index), texts: { rule: printable(rule) } };
};

/** @type {(request: Request, number: number) => Item} */
export const requestItem = ({ at, method, path, connectionName, status, fault, committed }, number) => ({
  key: String(number),
  texts: {
    number: String(number),
    time: at.slice(11),
    request: `${method} ${path.replace("/api/public", "")}`,
    name: printable(connectionName ?? ""),
    response: status === 0 ? "none" : String(status),
    fault: fault ?? "",
    committed: committed ? "yes" : "",
  },
  tones: { response: status > 0 && status < 400 ? "good" : "bad", fault: "bad" },
});
