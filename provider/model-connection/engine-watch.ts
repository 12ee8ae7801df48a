/** Watches the Pulumi engine: after a killed run, the provider process must send nothing more and exit. */
import { connect } from "node:net";
import { PlainError } from "../plain-error";

const PROVIDER_PROCESS = /[\\/]cmd[\\/]dynamic-provider([\\/](index\.js)?)?$/;
/** All in milliseconds. */
const WATCH_EVERY = 3_000;
const SECOND_LOOK = 300;
const FRESH_ENOUGH = 50;

/** The Pulumi engine has ended: no more requests may be sent. */
export class EngineGoneError extends PlainError {
  constructor() {
    super("The Pulumi engine has ended; nothing more is sent.");
  }
}

interface Address {
  readonly host: string;
  readonly port: number;
}

export class EngineWatch {
  readonly #engine: Address | undefined;
  readonly #clock: () => number;
  #lastSeen = -Infinity;

  /**
   * @param engine its address, or the process's arguments: by them the engine is watched only in the SDK's dynamic provider,
   * never in a user's test
   * @param clock milliseconds
   */
  constructor(engine: string | readonly string[] = process.argv, clock = () => performance.now()) {
    this.#engine = typeof engine === "string" ? parsed(engine) : engineAddress(engine);
    this.#clock = clock;
  }

  /** What all provider processes of one run share: the engine's address. Undefined outside a run. */
  get run(): string | undefined {
    return this.#engine && `${this.#engine.host}:${this.#engine.port}`;
  }

  /** Looks for the engine every three seconds. The timer doesn't keep the process alive. */
  start(): void {
    if (this.#engine === undefined) return;
    // After the engine has ended, writing a line fails. The SDK's handler for uncaught errors then writes another line,
    // and so on: the process would use a full core forever.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
    setInterval(() => {
      this.assertAlive().catch(() => undefined);
    }, WATCH_EVERY).unref();
  }

  /** Rejects, and ends the provider process, if the engine is gone. The engine stops its providers only when it exits normally. */
  async assertAlive(): Promise<void> {
    if (this.#engine === undefined || this.#clock() - this.#lastSeen < FRESH_ENOUGH) return;
    if (await this.#responds(this.#engine)) return;
    await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
    if (await this.#responds(this.#engine)) return;
    process.exitCode = 1;
    setImmediate(() => process.exit(1));
    throw new EngineGoneError();
  }

  /** A new connection each time: the engine closes idle ones, so an open one proves nothing. */
  #responds(engine: Address): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(engine);
      const done = (alive: boolean) => {
        socket.destroy();
        if (alive) this.#lastSeen = this.#clock();
        resolve(alive);
      };
      socket.once("connect", () => done(true));
      // Only a refusal means "gone": a machine that is short of sockets or time must not end a run.
      socket.once("error", (error: NodeJS.ErrnoException) => done(error.code !== "ECONNREFUSED"));
    });
  }
}

function engineAddress([, script, address]: readonly string[]): Address | undefined {
  return script !== undefined && PROVIDER_PROCESS.test(script) ? parsed(address ?? "") : undefined;
}

function parsed(address: string): Address | undefined {
  const [host, port] = address.split(/:(?=\d+$)/);
  return host === undefined || port === undefined ? undefined : { host, port: Number(port) };
}
