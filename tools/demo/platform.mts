// The platform of the demo: an emulator that it starts, or the platform of --host.
import { ConnectionsClient } from "pulumi-model-connections/client";
import { startEmulator } from "pulumi-model-connections/emulator";
import * as screen from "./screen.mts";

/** What only an emulator offers, by its control API. */
export type Control = NonNullable<Awaited<ReturnType<typeof controlOf>>>;

interface Connection {
  readonly connectionId: string;
  readonly model?: string;
}

export interface Request {
  readonly operation: string;
}

export interface Platform {
  /** As `model-connections:host` takes it. */
  readonly host: string;
  readonly apiKey: string;
  /** Whether the demo has started it, so that its key may be shown. */
  readonly own: boolean;
  /** Undefined on a real platform. */
  readonly control: Control | undefined;
  stop(): Promise<void>;
}

export async function ownEmulator(): Promise<Platform> {
  const emulator = await startEmulator();
  const { host, apiKey } = emulator;
  return { host, apiKey, own: true, control: await controlOf(host), stop: () => emulator.stop() };
}

/** Lists one connection first, so that a wrong host or key is reported before anything is created. */
export async function platformAt(host: string, apiKey: string): Promise<Platform> {
  await new ConnectionsClient({ host, apiKey, timeoutSeconds: 20 }).list({ limit: 1 });
  return { host, apiKey, own: false, control: await controlOf(host), stop: () => Promise.resolve() };
}

/** Asks only loopback whether it is an emulator: a real platform gets no request that isn't part of its API. */
async function controlOf(host: string) {
  const address = /^(?:http:\/\/)?((?:127\.0\.0\.1|localhost|\[::1\]):\d+)$/.exec(host)?.[1];
  if (address === undefined) return undefined;
  const page = `http://${address}/emulator`;
  const journal = async () => (await json<{ entries: Request[] }>(fetch(`${page}/journal`))).entries;
  const state = () => json<{ connections: Connection[] }>(fetch(`${page}/state`));
  try {
    const before = (await journal()).length;
    return {
      /** Its console, for a browser. */
      page,
      /** An edit as a person makes it in the console, shown as the request that it is. */
      edit: (id: string, what: string, body: object) => edit(`${page}/connections/${id}/${what}`, body),
      connections: async () => (await state()).connections,
      /** Requests of the demo so far. */
      requests: async () => (await journal()).slice(before),
    };
  } catch {
    return undefined;
  }
}

async function edit(url: string, content: object): Promise<void> {
  const body = JSON.stringify(content);
  screen.command(`curl -X POST ${url} \\\n    -H 'content-type: application/json' -d '${body}'`);
  const headers = { "content-type": "application/json" };
  screen.output(JSON.stringify(await json(fetch(url, { method: "POST", headers, body }))));
}

async function json<T>(request: Promise<Response>): Promise<T> {
  const response = await request;
  if (!response.ok) throw new Error(`The emulator's control API responded with ${response.status}.`);
  return (await response.json()) as T;
}
