// What the provider's tests use to reach the emulator and to read the provider's messages.
import type { Emulator } from "../../emulator/index";
import { ApiClient, type ApiClientOptions } from "../../provider/api/client";
import type { ConnectionRecord } from "../../provider/api/records";
import { createOrAdopt } from "../../provider/model-connection/create";
import type { Inputs } from "../../provider/model-connection/properties";
import { Session } from "../../provider/model-connection/session";
import { stackSource } from "../../provider/settings";

export { start } from "../emulator/platform";

export type { Emulator };

// For a machine that has much else to do; a test that hangs fails all the same.
jest.setTimeout(60_000);

/** A client that waits as long as a machine needs that has much else to do, unless told otherwise. */
export function clientOf(
  emulator: Pick<Emulator, "url" | "apiKey">,
  options: Partial<ApiClientOptions> = {},
) {
  return new ApiClient({
    baseUrl: `${emulator.url}/api/public`,
    apiKey: emulator.apiKey,
    attemptTimeout: 15_000,
    maxRetries: 2,
    timeout: 30_000,
    ...options,
  });
}

/** The stack configuration that points at an emulator. */
export function configOf(emulator: Pick<Emulator, "host" | "apiKey">, more: Record<string, string> = {}) {
  const values: Record<string, string> = { host: emulator.host, apiKey: emulator.apiKey, ...more };
  return { get: (key: string) => values[key.replace("model-connections:", "")] };
}

export function sessionOf(emulator: Emulator, more: Record<string, string> = {}): Session {
  const session = new Session();
  session.configure(stackSource(configOf(emulator, more)));
  return session;
}

/** The create of a provider process whose check returned these inputs. */
export async function createFor(inputs: Inputs, session: Session): Promise<ConnectionRecord> {
  const creation = { inputs, key: session.keyOf(inputs), session, deadline: session.deadline() };
  return (await createOrAdopt(creation)).record;
}

/** From now on GET shows this endpoint with other members. */
export function show(emulator: Emulator, id: string, more: Record<string, unknown>): void {
  const { connectionId, connectionName, provider, model, createdOn, modifiedOn, ...rest } = emulator
    .connections()
    .find((each) => each.connectionId === id)!;
  const { endpointUrl, mapProvider, llmFeatures, IOMappings } = rest;
  const body = {
    ...{ connectionId, connectionName, provider, model, createdOn, modifiedOn, status: "FINALIZED" },
    ...{ endpointUrl, mapProvider, llmFeatures, IOMappings, headers: [] },
    ...more,
  };
  emulator.faults.inject({ on: { operation: "get" }, times: Infinity, fault: { kind: "wrongShape", body } });
}

/** Everything that is written to stderr from now until the end of the test. */
export function listen(): () => string {
  let heard = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    heard += String(text);
    return true;
  });
  return () => heard;
}

/** How often each operation came in. */
export function counted(emulator: Emulator): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of emulator.journal()) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

/** The error that a promise ends with. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing went wrong");
}

afterEach(() => {
  jest.restoreAllMocks();
});
