// Where the demo's connections live: an emulator of its own, or a platform that somebody names.
import type { startEmulator as Start } from "../../emulator/index.ts";
import type { ConnectionsClient as Client } from "../../provider/client.ts";
import * as screen from "./screen.mts";

/** What the emulator alone can do and tell, by its control API. */
export interface Control {
  /** Its console, for a browser. */
  readonly page: string;
  /** An edit as a person makes it in the platform's console, shown as the request that it is. */
  edit(id: string, what: string, body: Record<string, string>): Promise<void>;
  connections(): Promise<Connection[]>;
  /** Requests of the demo so far. */
  requests(): Promise<Request[]>;
}

export interface Connection {
  readonly connectionId: string;
  readonly connectionName: string;
  readonly model?: string;
}

export interface Request {
  readonly operation: string;
  readonly connectionId?: string;
  readonly committed: boolean;
}

export interface Platform {
  /** As `model-connections:host` takes it. */
  readonly host: string;
  readonly apiKey: string;
  /** Whether the demo has made it for itself, so that its key may be shown. */
  readonly own: boolean;
  /** Absent on a real platform. */
  readonly control: Control | undefined;
  stop(): Promise<void>;
}

export async function ownEmulator(): Promise<Platform> {
  const { startEmulator } = (await built("emulator/index.js")) as { startEmulator: typeof Start };
  const emulator = await startEmulator();
  return {
    host: emulator.host,
    apiKey: emulator.apiKey,
    own: true,
    control: await controlOf(emulator.host),
    stop: () => emulator.stop(),
  };
}

/** Asks it for one connection, so that a wrong host or key is said before anything is made. */
export async function platformAt(host: string, apiKey: string): Promise<Platform> {
  const { ConnectionsClient } = (await built("provider/client.js")) as { ConnectionsClient: typeof Client };
  await new ConnectionsClient({ host, apiKey, timeoutSeconds: 20 }).list({ limit: 1 });
  return { host, apiKey, own: false, control: await controlOf(host), stop: () => Promise.resolve() };
}

/** The built package, as a user has it; by address, so that the types need no build. */
function built(path: string): Promise<unknown> {
  return import(new URL(`../../dist/${path}`, import.meta.url).href);
}

/** Only loopback is asked whether it is an emulator: nobody else's platform gets a request that isn't its API's. */
async function controlOf(host: string): Promise<Control | undefined> {
  const address = /^(?:http:\/\/)?((?:127\.0\.0\.1|localhost|\[::1\]):\d+)$/.exec(host)?.[1];
  if (address === undefined) return undefined;
  const base = `http://${address}/emulator`;
  const requests = async () =>
    ((await json(await fetch(`${base}/journal`))) as { entries: Request[] }).entries;
  try {
    const before = (await requests()).length;
    return {
      page: base,
      edit: (id, what, body) => edit(`${base}/connections/${id}/${what}`, body),
      connections: async () =>
        ((await json(await fetch(`${base}/state`))) as { connections: Connection[] }).connections,
      requests: async () => (await requests()).slice(before),
    };
  } catch {
    return undefined;
  }
}

async function edit(url: string, body: Record<string, string>): Promise<void> {
  const data = JSON.stringify(body);
  screen.command(`curl -X POST ${url} \\\n    -H 'content-type: application/json' -d '${data}'`);
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: data });
  screen.output(JSON.stringify(await json(answer)));
}

async function json(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`The emulator's control API answered ${answer.status}.`);
  return answer.json();
}
