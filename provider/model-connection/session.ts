/** Everything that lives as long as a provider process. One object, created once and passed to the hooks and their phases. */
import { isDeepStrictEqual } from "node:util";
import { ApiClient } from "../api/client";
import { Deadline } from "../api/deadline";
import { PlainError } from "../plain-error";
import {
  type Settings,
  type SettingsSource,
  clientOptions,
  ofProvider,
  providerLabel,
  readSettings,
  stackSource,
} from "../settings";
import { CheckedArguments } from "./checked-arguments";
import { ConnectionList } from "./connection-list";
import { environmentArgument } from "./credential-arguments";
import { type Credentials, declaredCredentials, headersIn, keysIn } from "./credentials";
import { EngineWatch } from "./engine-watch";
import { GoneGate } from "./gone-gate";
import { Names } from "./names";
import { OwnedIds } from "./owned-ids";
import type { Inputs } from "./properties";
import { Reporter } from "./reporter";
import { shownTexts } from "./shown-texts";
import { ThrownErrors } from "./thrown-errors";
import type { UnresolvedPost } from "./unresolved-post";

/** The most milliseconds that a hook may take at preview, because the engine calls hooks one after the other. */
const PREVIEW_HOOK = 30_000;

export interface SessionOptions {
  readonly reporter?: Reporter;
  readonly engine?: EngineWatch;
  /** What all provider processes of the run share, if the engine that is watched doesn't tell. */
  readonly run?: string | undefined;
  /** Milliseconds that are left for the current request of the engine; undefined if it sets no limit. */
  readonly timeLeft?: () => number | undefined;
}

export class Session {
  readonly reporter: Reporter;
  readonly engine: EngineWatch;
  readonly names = new Names();
  readonly thrownErrors = new ThrownErrors();
  readonly ownedIds: OwnedIds;
  readonly checked = new CheckedArguments();
  #source: SettingsSource = stackSource({ get: () => undefined });
  #settings: Settings | undefined;
  #provider: string | undefined;
  #platform: Platform | undefined;
  readonly #timeLeft: () => number | undefined;
  readonly #cancelled = new AbortController();

  /** @param options what an entry point provides itself */
  constructor({ reporter, engine, run, timeLeft }: SessionOptions = {}) {
    this.reporter = reporter ?? new Reporter();
    this.engine = engine ?? new EngineWatch();
    this.#timeLeft = timeLeft ?? (() => undefined);
    this.ownedIds = new OwnedIds(run ?? this.engine.run);
  }

  /**
   * Applies the configuration at once: the engine doesn't wait for configure before it calls other hooks. It calls
   * configure once for each handler text in state, so the same settings keep what is known about the platform.
   */
  configure(source: SettingsSource): void {
    this.#source = source;
    this.#settings = undefined;
  }

  /** An explicit provider instance has a process of its own, but only the program knows its name. */
  nameProvider(name: unknown): void {
    if (typeof name !== "string" || name === this.#provider) return;
    this.#provider = name;
    this.#settings = undefined;
  }

  /** The name of the explicit provider instance, if there is one and the program has told it. */
  get provider(): string | undefined {
    return this.#provider;
  }

  /** The explicit provider instance and its host, for a message; empty without one. */
  get via(): string {
    if (this.#provider === undefined) return "";
    const host = this.#settings === undefined ? "" : ` at ${this.#settings.host}`;
    return ` through ${providerLabel(this.#provider)}${host}`;
  }

  /** The platform that the settings name. @throws SettingsError naming every problem */
  get platform(): Platform {
    if (this.#settings !== undefined && this.#platform !== undefined) return this.#platform;
    const source = this.#provider === undefined ? this.#source : ofProvider(this.#source, this.#provider);
    this.#settings = readSettings(source);
    const isKnown = isDeepStrictEqual(this.#settings, this.#platform?.settings);
    if (this.#platform === undefined || !isKnown) this.#platform = new Platform(this.#settings, this.engine);
    return this.#platform;
  }

  /** From now on the keys in these inputs or this state are in no message and no value. */
  hideKeys(...given: readonly (object | undefined)[]): void {
    const { client } = this.platform;
    for (const properties of given) {
      for (const key of keysIn({ ...properties })) client.hide(key);
      client.hideHeaders(headersIn({ ...properties }));
    }
  }

  /** Hides the keys; the other arguments, which are in state in plaintext, are shown wherever the platform returns them. */
  learn(...given: readonly (object | undefined)[]): void {
    this.hideKeys(...given);
    for (const properties of given)
      this.platform.client.declare(shownTexts({ ...properties }).map(([, text]) => text));
  }

  /** The connection's key or headers, read now and hidden from every message. */
  keyOf(inputs: Inputs): Credentials {
    const { keyRefusal } = this.platform.settings;
    const fromEnvironment = environmentArgument(inputs);
    if (fromEnvironment !== undefined && keyRefusal !== undefined)
      throw new PlainError(`${fromEnvironment}: ${keyRefusal}`);
    const credentials = declaredCredentials(inputs);
    this.hideKeys(inputs);
    return credentials;
  }

  /** The time limit of one create, read, update or delete. */
  deadline(): Deadline {
    return new Deadline(this.#timeLeft() ?? this.platform.settings.timeout, this.#cancelled.signal);
  }

  /** The time limit of one check or diff. */
  previewDeadline(): Deadline {
    return new Deadline(Math.min(PREVIEW_HOOK, this.platform.settings.timeout), this.#cancelled.signal);
  }

  /** Ends every wait, and sends no further request. Writes that are on their way are awaited. */
  cancel(): void {
    this.#cancelled.abort();
  }
}

/** What this process knows about the platform. Other settings mean another platform. */
class Platform {
  readonly settings: Settings;
  readonly client: ApiClient;
  readonly connections: ConnectionList;
  readonly gate: GoneGate;
  /** Ids that GET found here, whatever host is recorded for them. */
  readonly foundIds = new Set<string>();
  /** By name: the last POST whose outcome is unknown, until its connection is found or created. */
  readonly unresolvedPosts = new Map<string, UnresolvedPost>();

  constructor(settings: Settings, engine: EngineWatch) {
    this.settings = settings;
    this.client = new ApiClient({ ...clientOptions(settings), maySend: () => engine.assertAlive() });
    this.connections = new ConnectionList(this.client);
    this.gate = new GoneGate(settings.acceptAllGone);
  }
}
