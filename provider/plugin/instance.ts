/** One configured provider: what lives from one Configure to the end of its run (decisions/0010). */
import type { EngineWatch } from "../model-connection/engine-watch";
import { createHooks } from "../model-connection/hooks";
import { Session } from "../model-connection/session";
import type { SettingsSource } from "../settings";
import { CurrentRequests } from "./current-request";
import { engineReporter } from "./log";

export interface InstanceOptions {
  /** The engine's address: for messages, and the same for all providers of a run. The watch has none if engines attach. */
  readonly engine: string | undefined;
  readonly watch: EngineWatch;
  readonly source: SettingsSource;
  /** The name of an explicit provider. */
  readonly provider: string | undefined;
}

export class Instance {
  readonly session: Session;
  readonly hooks: ReturnType<typeof createHooks>;
  /** By URN: resources that the hooks change in place. The engine may replace them all the same, as with `replaceOnChanges`. */
  readonly changedInPlace = new Set<string>();
  /** By URN: resources whose status a refresh found changed. */
  readonly changedStatus = new Set<string>();
  readonly #requests = new CurrentRequests();

  constructor({ engine, watch, source, provider }: InstanceOptions) {
    const requests = this.#requests;
    this.session = new Session({
      reporter: engineReporter(engine, requests),
      engine: watch,
      run: engine,
      timeLeft: () => requests.current?.timeLeft(),
    });
    this.session.configure(source);
    this.session.nameProvider(provider);
    this.hooks = createHooks(this.session);
  }

  /** Runs the work of one request. @param seconds the time limit of the resource; 0 means none */
  run<T>(urn: string, work: () => Promise<T>, seconds = 0): Promise<T> {
    return this.#requests.run(urn, seconds, work);
  }
}
