// A platform that returns keys: a proxy in front of an emulator. It replaces every text of every response, except the ids, by a key in
// one spelling after the other.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator } from "pulumi-model-connections/emulator";
import { keyOn } from "./platform";

/** The keys that a response returns, by whose they are. */
export type Keys = Readonly<Record<string, string>>;

const hex = (text: string) => Buffer.from(text).toString("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const bytesAs = (prefix: string, text: string) => hex(text).replace(/../g, (byte) => `${prefix}${byte}`);
const middle = (key: string) => Math.floor((key.length - 12) / 2);

/** How a key is returned. */
export const SPELLINGS: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  "inside a text": (key) => `gpt ${key}-prod`,
  "in capitals": (key) => key.toUpperCase(),
  base64,
  hex,
  percent: (key) => bytesAs("%", key),
  "\\x": (key) => bytesAs("\\x", key),
  "percent, twice": (key) => bytesAs("%25", key),
  "base64 of base64": (key) => base64(base64(key)),
  "hex of base64": (key) => hex(base64(key)),
  "zero-width characters in between": (key) => Array.from(key).join("\u200b"),
  "control characters in between": (key) => Array.from(key).join("\u0007"),
  "all but four characters": (key) => `${key.slice(0, -4)}****`,
  "12 characters in a row": (key) => `***${key.slice(middle(key), middle(key) + 12)}***`,
};

/** Every text of the contract, because the emulator leaves some out. */
const TEXTS = ["connectionName", "provider", "model", "modelType", "status", "createdOn", "modifiedOn"];
const FIELDS = ["API_KEY", "BASE_URL", "api_version", "your_resource_name", "deployment_id"];

export class KeyReturningPlatform {
  /** Whether it returns keys now. */
  returns = true;
  /** The keys to return in a response about the connection with this key; in a list, there is no such key. */
  keysFor: (own?: string) => Keys = () => ({});
  /** Responds with a redirect to a host that contains a key. */
  redirects = false;
  /** The id that a response to this method shows for a connection. */
  idFor: (id: string, method: string, isList: boolean) => string = (id) => id;
  /** How often each property was returned as each spelling of each key. */
  readonly returned = new Map<string, Map<string, number>>();
  readonly #emulator: Emulator;
  readonly #server = createServer((request, response) => void this.#respond(request, response));

  static async before(emulator: Emulator): Promise<KeyReturningPlatform> {
    const platform = new KeyReturningPlatform(emulator);
    await new Promise<void>((resolve) => platform.#server.listen(0, "127.0.0.1", resolve));
    return platform;
  }

  private constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get apiKey(): string {
    return this.#emulator.apiKey;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    if (this.redirects) {
      const location = `https://${this.#text("Location", "example", this.keysFor())}.example/`;
      response.writeHead(302, { location: encodeURI(location) }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const from = await fetch(`${this.#emulator.url}${url}`, {
      method,
      headers: { "x-api-key": String(headers["x-api-key"]), "content-type": "application/json" },
      ...(method === "GET" ? {} : { body: Buffer.concat(chunks) }),
    });
    const body = (await from.json()) as object;
    response
      .writeHead(from.status, { "content-type": "application/json" })
      .end(JSON.stringify(this.#withKeys(body, method)));
  }

  #withKeys(body: object, method: string): unknown {
    if ("connections" in body) {
      const items = body.connections as { connectionId: string }[];
      return { ...body, connections: items.map((item) => this.#record(item, method, true)) };
    }
    if ("connectionId" in body) return this.#record(body as { connectionId: string }, method, false);
    return this.returns ? this.#every(body, this.keysFor()) : body;
  }

  #record(record: { connectionId: string }, method: string, isList: boolean): object {
    const connectionId = this.idFor(record.connectionId, method, isList);
    return this.returns ? { ...this.#texts(record), connectionId } : { ...record, connectionId };
  }

  #texts(record: { connectionId: string }): object {
    const { connectionId } = record;
    const own = this.#emulator.connections().find((each) => each.connectionId === connectionId);
    const isComplete = "fields" in record || "headers" in record;
    const keys = this.keysFor(isComplete && own !== undefined ? keyOn(own) : undefined);
    const texts = Object.fromEntries(TEXTS.map((name) => [name, "x"]));
    const fields = Object.fromEntries(FIELDS.map((name) => [name, "x"]));
    const complete = { ...record, ...texts, ...("fields" in record ? { fields } : {}) };
    return this.#every(complete, keys) as object;
  }

  /** The same value, each text replaced. */
  #every(value: unknown, keys: Keys, path = ""): unknown {
    if (typeof value === "string") return this.#text(path, value, keys);
    if (Array.isArray(value)) return value.map((each) => this.#every(each, keys, path));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, this.#every(each, keys, `${path}.${name}`)]),
    );
  }

  /** Each property has its own turn, so that it is returned as every spelling of every key. */
  #text(path: string, text: string, keys: Keys): string {
    const combinations = Object.entries(keys).flatMap(([whose, key]) =>
      Object.entries(SPELLINGS).map(([name, spell]) => [`${whose}, ${name}`, spell(key)] as const),
    );
    const counts = this.returned.get(path) ?? new Map<string, number>();
    this.returned.set(path, counts);
    // The one that this property was returned as least often.
    const [next] = combinations.sort(([a], [b]) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    if (next === undefined) return text;
    counts.set(next[0], (counts.get(next[0]) ?? 0) + 1);
    return next[1];
  }
}
