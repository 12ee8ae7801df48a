/** What one provider process knows: its settings, its client, and what it has made, kept or is replacing. */
import { isDeepStrictEqual } from "node:util";
import { ApiClient } from "../api/client";
import { Deadline } from "../api/deadline";
import { makeSureOfEngine } from "./engine-watch";
import { type Settings, type SettingsSource, clientOptions, readSettings } from "../settings";
import { Directory } from "./connection-list";
import { keyIn } from "./api-key";
import { GoneGate } from "./gone-gate";

/** A preview hook may take this long at most: the engine calls them one after the other. */
const PREVIEW_HOOK = 30_000;

export class Session {
  readonly settings: Settings;
  readonly client: ApiClient;
  readonly directory: Directory;
  readonly gate: GoneGate;
  /** Ids that this process has made or taken: delete must not touch them. */
  readonly kept = new Set<string>();
  /** Names that this run's program declares: one that it lets go under such a name is about to be made again. */
  readonly declared = new Set<string>();
  /** Ids recorded on another host that the settings' host knows too: the same platform under a new name. */
  readonly sameUnderNewHost = new Set<string>();
  /** Names that a create of this process is using or has used. */
  readonly #claimed = new Set<string>();

  constructor(settings: Settings) {
    this.settings = settings;
    this.client = new ApiClient({ ...clientOptions(settings), maySend: makeSureOfEngine });
    this.directory = new Directory(this.client);
    this.gate = new GoneGate(settings.acceptAllGone);
  }

  /** Reserves a name for one create; false when another one of this process has it. */
  claim(name: string): boolean {
    if (this.#claimed.has(name)) return false;
    this.#claimed.add(name);
    return true;
  }

  /** Gives a name back after a create that made nothing. */
  release(name: string): void {
    this.#claimed.delete(name);
  }

  /** The time of one create, read, update or delete. */
  deadline(): Deadline {
    return new Deadline(this.settings.timeout);
  }

  /** The time of one check or diff. */
  previewDeadline(): Deadline {
    return new Deadline(Math.min(PREVIEW_HOOK, this.settings.timeout));
  }
}

let source: SettingsSource = { get: () => undefined };
let settled = false;
let current: Session | undefined;

/**
 * Takes the configuration over at once: the engine does not wait for configure before it calls other hooks. It comes
 * here once for each handler text that it meets in state, so with the same settings what was kept stays known.
 */
export function configureSession(config: SettingsSource): void {
  source = config;
  settled = false;
}

/**
 * The session of this process; a `SettingsError` when the settings can't be used.
 * @param bags what the hook was given: the keys in there are kept out of every message
 */
export function session(...bags: readonly (object | undefined)[]): Session {
  const now = settledSession();
  for (const bag of bags) now.client.hide(keyIn({ ...bag }));
  return now;
}

function settledSession(): Session {
  if (current !== undefined && settled) return current;
  const settings = readSettings(source);
  if (current === undefined || !isDeepStrictEqual(settings, current.settings))
    current = new Session(settings);
  settled = true;
  return current;
}

/** The session, where this process has one already: letting a connection go must not fail for want of settings. */
export function openedSession(): Session | undefined {
  return current;
}
