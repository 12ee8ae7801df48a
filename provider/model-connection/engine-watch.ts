/** Makes sure that the Pulumi engine is still there: after a killed run nothing more may be sent. */
import { connect } from "node:net";
import { EngineGoneError } from "../api/errors";

const PROVIDER_PROCESS = /[\\/]cmd[\\/]dynamic-provider([\\/](index\.js)?)?$/;
const WATCH_EVERY = 3_000;
const SECOND_LOOK = 300;
const FRESH_ENOUGH = 50;

let lastSeen = 0;

/** The engine's address, when this process is the SDK's dynamic provider; nothing in a user's own tests. */
function engineAddress(): { host: string; port: number } | undefined {
  const [, script, address] = process.argv;
  if (script === undefined || address === undefined || !PROVIDER_PROCESS.test(script)) return undefined;
  const [host, port] = address.split(/:(?=\d+$)/);
  return host === undefined || port === undefined ? undefined : { host, port: Number(port) };
}

/** Rejects, and ends the provider process, when the engine is gone. The engine kills its providers only when it ends well. */
export async function makeSureOfEngine(): Promise<void> {
  const address = engineAddress();
  if (address === undefined || Date.now() - lastSeen < FRESH_ENOUGH) return;
  if (await answers(address)) return;
  await new Promise((resolve) => setTimeout(resolve, SECOND_LOOK));
  if (await answers(address)) return;
  process.exitCode = 1;
  setImmediate(() => process.exit(1));
  throw new EngineGoneError();
}

/** Looks after the engine every three seconds, without keeping the process alive. */
export function watchEngine(): void {
  if (engineAddress() === undefined) return;
  // A line written after the engine's end fails, and the SDK's handler of uncaught errors writes the next one about it,
  // round and round: the process would burn a core for good.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  setInterval(() => {
    makeSureOfEngine().catch(() => undefined);
  }, WATCH_EVERY).unref();
}

/** A fresh connection each time: the engine closes idle ones, so a held one tells nothing. */
function answers(address: { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const done = (alive: boolean) => {
      socket.destroy();
      if (alive) lastSeen = Date.now();
      resolve(alive);
    };
    socket.once("connect", () => done(true));
    // Only a refusal says "gone": a machine short of sockets or time must not end a good run.
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code !== "ECONNREFUSED"));
  });
}
