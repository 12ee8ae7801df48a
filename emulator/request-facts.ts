// Extracts what the journal records about a request, and what fault rules match on.
import { providers, statuses, type StoredConnection } from "./connection";
import { secretsIn } from "./custom-api";
import { safeName } from "./validation-errors";
import { type Operation, type RequestFacts, SHORTEST_KEY } from "./journal";

const idPattern = /^cn-[0-9A-Za-z-]{1,40}$/;
const operations: Readonly<Record<string, Operation>> = {
  "GET list": "list",
  "POST list": "create",
  "GET item": "get",
  "PATCH item": "update",
};

type Find = (connectionId: string) => StoredConnection | undefined;

/** No real name is longer, and no real body has more properties. */
const LONGEST_NAME = 4_096;
const MOST_KEYS = 50;

/** The facts about one request, as fault rules match on them. `find` looks up the connection of an id. */
export function factsOf(method: string, url: URL, bodyText: string, find: Find): RequestFacts {
  const segment = /^\/api\/public\/connections(?:\/([^/]+))?$/.exec(url.pathname);
  const id = segment?.[1];
  const body = parsedBody(bodyText);
  const name = (id === undefined ? undefined : find(id)?.connectionName) ?? nameIn(body);
  return {
    operation: (segment && operations[`${method} ${id === undefined ? "list" : "item"}`]) ?? "other",
    method,
    path: safePath(url),
    ...(id !== undefined && idPattern.test(id) ? { connectionId: id } : {}),
    ...(name === undefined ? {} : { connectionName: name.length > LONGEST_NAME ? "*" : name }),
    bodyKeys: keysOf(body).slice(0, MOST_KEYS),
  };
}

/** The facts for the journal: a client may put the key or the header value that it sends into the name too. */
export function withoutSentKey(facts: RequestFacts, bodyText: string): RequestFacts {
  const { connectionName: name } = facts;
  const hasKey = sentSecrets(parsedBody(bodyText)).some(
    (secret) => secret.length >= SHORTEST_KEY && name?.includes(secret) === true,
  );
  return hasKey ? { ...facts, connectionName: "*" } : facts;
}

type Body = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Body => typeof value === "object" && value !== null;

function parsedBody(text: string): Body {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

const fieldsOf = ({ fields }: Body): Body => (isObject(fields) ? fields : {});

function keysOf(body: Body): string[] {
  const top = Object.keys(body).map(safeName);
  return [...top, ...Object.keys(fieldsOf(body)).map((name) => `fields.${safeName(name)}`)];
}

/** Whatever their shape: the body has not been checked. */
function sentSecrets(body: Body): string[] {
  const { API_KEY: key } = fieldsOf(body);
  const headers: unknown[] = Array.isArray(body["headers"]) ? body["headers"] : [];
  const values = headers.map((header) => (isObject(header) ? header["value"] : undefined));
  return [...(isText(key) ? [key] : []), ...values.filter(isText).flatMap(secretsIn)];
}

const isText = (value: unknown): value is string => typeof value === "string";

function nameIn(body: Body): string | undefined {
  const name = body["connectionName"];
  return typeof name === "string" ? name : undefined;
}

const isSafeValue: Readonly<Record<string, (value: string) => boolean>> = {
  provider: (value) => providers.some((provider) => provider === value),
  status: (value) => statuses.some((status) => status === value),
  limit: (value) => /^\d{1,6}$/.test(value),
};

// A client with a bug may put its key into the URL, and its journal is then shown to others.
function safePath(url: URL): string {
  const known = new Set(["", "api", "public", "connections"]);
  const segments = url.pathname
    .split("/")
    .map((part) => (known.has(part) || idPattern.test(part) ? part : "*"));
  const query = [...url.searchParams].map(([name, value]) => {
    const isSafe = Object.hasOwn(isSafeValue, name) ? isSafeValue[name] : undefined;
    return isSafe === undefined ? "*" : `${name}=${isSafe(value) ? encodeURIComponent(value) : "*"}`;
  });
  return segments.join("/") + (query.length === 0 ? "" : `?${query.join("&")}`);
}
