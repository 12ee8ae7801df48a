// Combines store, API, faults, journal and console behind one address.
import { setMaxListeners } from "node:events";
import { resolve } from "node:path";
import { errorResponse } from "./api-error";
import { refusalOf } from "./browser-guard";
import type { StoredConnection } from "./connection";
import { ConnectionStore } from "./connection-store";
import { platformConsole, type Console } from "./console";
import { CONTROL_PATH, controlApi } from "./control";
import { secretsOf } from "./custom-api";
import { faultProxy, type Handler } from "./fault-proxy";
import type { FaultRule } from "./fault-rule";
import { Faults } from "./faults";
import { Journal, type JournalEntry } from "./journal";
import type { EmulatorOptions } from "./options";
import { connectionsApi } from "./routes";
import { HOST, listen, type RunningServer } from "./server";
import { platformKeys, readOptions, type PlatformKeys, type Settings } from "./settings";
import { readState, writeState } from "./state-file";
import { lockState } from "./state-lock";

/** A running emulator. */
export interface Emulator {
  /** `http://127.0.0.1:PORT`; the API is under `/api/public`. */
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** `http://127.0.0.1:PORT/emulator`: a web page with journal, edits and faults. */
  readonly consoleUrl: string;
  /** Platform key with both scopes. */
  readonly apiKey: string;
  /** Platform key that can only read. */
  readonly viewOnlyKey: string;
  /** Copies of all connections, with the keys and header values in plaintext. */
  readonly connections: () => StoredConnection[];
  /** All requests since the start or the last `clearJournal`, in order of arrival. */
  readonly journal: () => JournalEntry[];
  /** Clears the journal. */
  readonly clearJournal: () => void;
  /** Changes connections outside the API. */
  readonly console: Console;
  /** Injects faults into requests. */
  readonly faults: {
    /** Adds a rule. Rules are tried in the order in which they were added. Throws if the rule is invalid. */
    inject(fault: FaultRule): void;
    /** Removes all rules. */
    clear(): void;
  };
  /** Closes every socket immediately, including hanging ones, and unlocks the state file. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the Connections API on loopback.
 * Throws an {@link EmulatorStartError} whose message is one sentence, ready to show to a user.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = readOptions(options);
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
  const { keys, connections } = loadPlatform(settings, stateFile);
  const journal = new Journal(() => [
    ...Object.values<string>({ ...keys }),
    ...connections.all().flatMap((each) => [each.fields["API_KEY"] ?? "", ...secretsOf(each)]),
  ]);
  const faults = new Faults();
  const console = platformConsole(connections);
  const stopping = stopSignal();
  const api = connectionsApi(connections, keys, settings);
  const proxy = faultProxy({
    api: (request) => api.fetch(request),
    connections,
    journal,
    faults,
    errorStyle: settings.errorStyle,
    stopping: stopping.signal,
  });
  const control = controlApi({ connections, console, journal, faults });
  const server = await listen(byPath(control, proxy), settings.port);
  const { port } = server;
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

function loadPlatform(
  settings: Settings,
  path?: string,
): { keys: PlatformKeys; connections: ConnectionStore } {
  const saved = path === undefined ? undefined : readState(path);
  const keys = platformKeys(settings, saved);
  const save = (connections: readonly StoredConnection[]): void => {
    if (path !== undefined) writeState(path, { ...keys, connections });
  };
  const list = saved?.connections ?? [];
  // Written now: otherwise an emulator without changes would lose its random keys.
  save(list);
  return { keys, connections: new ConnectionStore(list, save) };
}

function stopSignal(): AbortController {
  const stopping = new AbortController();
  // Every slow response listens to it, and their number has no limit.
  setMaxListeners(0, stopping.signal);
  return stopping;
}

const byPath =
  (control: { fetch: Handler }, proxy: Handler): Handler =>
  (request, env) => {
    const { pathname } = new URL(request.url);
    const isControl = pathname === CONTROL_PATH || pathname.startsWith(`${CONTROL_PATH}/`);
    if (isControl) return control.fetch(request, env);
    // Before anything is recorded: a web page must neither use up a fault nor fill the journal.
    const refusal = refusalOf(request);
    return refusal === undefined ? proxy(request, env) : errorResponse(refusal);
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
