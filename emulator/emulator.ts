// Puts the rooms together: store, API, faults, journal and console behind one address.
import { setMaxListeners } from "node:events";
import { resolve } from "node:path";
import type { StoredConnection } from "./connection";
import { platformConsole, type Console } from "./console";
import { CONTROL_PATH, controlApi } from "./control";
import type { FaultRule } from "./fault-rule";
import { Faults } from "./faults";
import { front, type Handler } from "./front";
import { Journal, type JournalEntry } from "./journal";
import type { EmulatorOptions } from "./options";
import { connectionsApi } from "./routes";
import { HOST, listen, type RunningServer } from "./server";
import { platformKeys, settle, type PlatformKeys, type Settings } from "./settings";
import { readState, writeState } from "./state-file";
import { lockState } from "./state-lock";
import { Connections } from "./store";

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`; the API is under `/api/public`. */
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `http://127.0.0.1:PORT/emulator`: journal, edits and faults as a page for a browser. */
  readonly consoleUrl: string;
  /** Platform key with both scopes. */
  readonly apiKey: string;
  /** Platform key that may only read. */
  readonly viewOnlyKey: string;
  /** What the platform holds, with the keys in clear. */
  readonly connections: () => StoredConnection[];
  /** All requests since the start or the last `clearJournal`, in order of arrival. */
  readonly journal: () => JournalEntry[];
  /** Forgets the requests so far. */
  readonly clearJournal: () => void;
  /** Edits behind the API's back. */
  readonly console: Console;
  /** Makes requests go wrong. */
  readonly faults: {
    /** Adds a rule; rules are asked in the order in which they came. */
    inject(fault: FaultRule): void;
    /** Takes all rules away. */
    clear(): void;
  };
  /** Closes every socket at once, also hanging ones, and lets go of the state file. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the Connections API on loopback.
 * Throws an {@link EmulatorStartError} whose message is one sentence fit to be shown.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = settle(options);
  const stateFile = settings.stateFile === undefined ? undefined : resolve(settings.stateFile);
  const unlock = stateFile === undefined ? undefined : lockState(stateFile);
  try {
    return await run(settings, stateFile, unlock);
  } catch (error) {
    unlock?.();
    throw error;
  }
}

async function run(settings: Settings, stateFile?: string, unlock?: () => void): Promise<Emulator> {
  const { keys, connections } = platform(settings, stateFile);
  const journal = new Journal();
  const faults = new Faults();
  const console = platformConsole(connections);
  const stopping = stopSignal();
  const api = connectionsApi(connections, keys, settings);
  const proxy = front({
    api: (request) => api.fetch(request),
    connections,
    journal,
    faults,
    stopping: stopping.signal,
  });
  let port = settings.port;
  const control = controlApi({ connections, console, journal, faults, port: () => port });
  const server = await listen(byPath(control, proxy), settings.port);
  port = server.port;
  return {
    url: `http://${HOST}:${port}`,
    host: `${HOST}:${port}`,
    consoleUrl: `http://${HOST}:${port}${CONTROL_PATH}`,
    ...keys,
    connections: () => structuredClone([...connections.all()]),
    journal: () => journal.entries(),
    clearJournal: () => journal.clear(),
    console,
    faults: { inject: (rule) => faults.inject(rule), clear: () => faults.clear() },
    stop: stopper(server, stopping, unlock),
  };
}

function platform(settings: Settings, path?: string): { keys: PlatformKeys; connections: Connections } {
  const saved = path === undefined ? undefined : readState(path);
  const keys = platformKeys(settings, saved);
  const save = (connections: readonly StoredConnection[]): void => {
    if (path !== undefined) writeState(path, { ...keys, connections: [...connections] });
  };
  const list = saved?.connections ?? [];
  // Written at once: random keys that only the first change would save are lost with an idle emulator.
  save(list);
  return { keys, connections: new Connections(list, save) };
}

function stopSignal(): AbortController {
  const stopping = new AbortController();
  // Every slow answer listens to it, and there is no bound on those.
  setMaxListeners(0, stopping.signal);
  return stopping;
}

const byPath =
  (control: { fetch: Handler }, proxy: Handler): Handler =>
  (request, env) => {
    const { pathname } = new URL(request.url);
    const isControl = pathname === CONTROL_PATH || pathname.startsWith(`${CONTROL_PATH}/`);
    return isControl ? control.fetch(request, env) : proxy(request, env);
  };

function stopper(server: RunningServer, stopping: AbortController, unlock?: () => void): Emulator["stop"] {
  let stopped: Promise<void> | undefined;
  return () =>
    (stopped ??= (async () => {
      stopping.abort();
      await server.close();
      unlock?.();
    })());
}
