/** What lives as long as the process: one instance for each engine that has configured it. */
import type { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import type { EngineWatch } from "../model-connection/engine-watch";
import { PlainError } from "../plain-error";
import { sourceOf } from "./configuration";
import { Instance } from "./instance";
import { explicitProvider } from "./urn";
import { unwrap } from "./values";

export class Plugin {
  readonly #engine: string | undefined;
  readonly #watch: EngineWatch;
  /** By the engine's end of the connection. A process that engines attach to serves several runs, each with several providers. */
  readonly #instances = new Map<string, Instance>();
  readonly #engines = new Map<string, string>();

  /** @param engine the address of the engine that started this process; undefined if engines attach to it */
  constructor(engine: string | undefined, watch: EngineWatch) {
    this.#engine = engine;
    this.#watch = watch;
  }

  attach(peer: string, engine: string): void {
    this.#engines.set(peer, engine);
  }

  configure(peer: string, request: ConfigureRequest): void {
    const provider = explicitProvider(request.getUrn());
    const source = sourceOf(unwrap(request.getArgs()).values, provider);
    const engine = this.#engines.get(peer) ?? this.#engine;
    this.#instances.set(peer, new Instance({ engine, watch: this.#watch, source, provider }));
  }

  /** An idle connection may be reopened from another port. If there is only one instance, it must be that one. */
  instance(peer: string): Instance {
    const found = this.#found(peer);
    if (found === undefined) throw new PlainError("The provider model-connections is not configured.");
    return found;
  }

  /** Ends every wait of the run that an engine cancels. */
  cancel(peer: string): void {
    this.#found(peer)?.session.cancel();
  }

  #found(peer: string): Instance | undefined {
    const own = this.#instances.get(peer);
    // An engine that has attached and not configured anything yet must not cancel another one's run.
    if (own !== undefined || this.#engines.has(peer)) return own;
    const [first, ...others] = this.#instances.values();
    return others.length === 0 ? first : undefined;
  }
}
