// What the plugin does with a request besides calling the hooks: its time limit, its failure, and which instance it belongs to.
import { setTimeout } from "node:timers/promises";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  InvokeRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { EngineWatch } from "../../provider/model-connection/engine-watch";
import { PartialFailure } from "../../provider/model-connection/error-context";
import { CurrentRequests } from "../../provider/plugin/current-request";
import { FailedUpdate, errorFor } from "../../provider/plugin/errors";
import { invoke } from "../../provider/plugin/functions";
import { Struct } from "../../provider/plugin/grpc";
import type { Instance } from "../../provider/plugin/instance";
import { Plugin } from "../../provider/plugin/plugin";
import { check, create, remove, update } from "../../provider/plugin/resources";
import { unwrap } from "../../provider/plugin/values";
import { declared, openAi, stored } from "../provider/arguments";
import { Driven } from "../provider/driver";
import { failureOf, start } from "../provider/platform";

const struct = (values: object) => Struct.fromJavaScript({ ...values });

function configuration(args: object): ConfigureRequest {
  const request = new ConfigureRequest();
  request.setArgs(struct(args));
  return request;
}

/** What is left of a request's time limit at its start and 20 ms later. */
async function timeLeftOf(seconds: number): Promise<(number | undefined)[]> {
  const requests = new CurrentRequests();
  const left: (number | undefined)[] = [];
  await requests.run("", seconds, async () => {
    left.push(requests.current?.timeLeft());
    await setTimeout(20);
    left.push(requests.current?.timeLeft());
  });
  return left;
}

test("a time limit that Node's timers can't measure is a day", async () => {
  const [left = 0] = await timeLeftOf(3_600 * 1_000);
  expect(left).toBeLessThanOrEqual(86_400_000);
  expect(left).toBeGreaterThan(86_390_000);
});

test("all parts of a request share its time limit", async () => {
  const [first = 0, second = 0] = await timeLeftOf(1.5);
  expect(first).toBeLessThanOrEqual(1_500);
  expect(second).toBeLessThanOrEqual(first - 15);
  expect((await timeLeftOf(0.001))[1]).toBe(0);
  expect(await timeLeftOf(0)).toEqual([undefined, undefined]);
});

test("a failed update has its message even if its outputs are too large for a header", () => {
  const errorWith = (size: number) => {
    const failure = new PartialFailure("cn-1", stored(), declared(), new Error("no response"));
    return errorFor(new FailedUpdate(failure, { payload: "x".repeat(size) }, new Set()));
  };
  const details = (size: number) => errorWith(size).metadata?.get("grpc-status-details-bin");
  expect(details(1_000)).toHaveLength(1);
  expect(details(70_000)).toEqual([]);
  expect(errorWith(70_000).details).toContain("Could not update model connection");
});

test("after an update with unknown outcome, no key is among the outputs", async () => {
  const emulator = await start();
  const driven = new Driven(emulator);
  const args = { provider: "Open AI", model: "gpt-4o" };
  await driven.up({ ...args, apiKey: "sk-old-key-1111" });
  const news = await driven.check({ ...args, apiKey: "sk-new-key-2222" });
  emulator.faults.inject({ on: { operation: "update" }, fault: { kind: "status", status: 500 } });
  const { host, apiKey } = emulator;
  const plugin = new Plugin(undefined, new EngineWatch(""));
  plugin.configure("engine", configuration({ host, apiKey, maxRetries: "0" }));
  const request = new UpdateRequest();
  request.setId(driven.id!);
  request.setOlds(struct(driven.outs!));
  request.setOldInputs(struct(driven.inputs!));
  request.setNews(struct(news));
  const failure = await failureOf(update(plugin.instance("engine"), request));
  expect(failure).toBeInstanceOf(FailedUpdate);
  expect(failure).toMatchObject({ outputs: { apiKeyId: driven.inputs!.apiKeyId } });
  expect(failure).not.toHaveProperty("outputs.apiKey");
});

test("a connection that was opened again belongs to the only instance, and can cancel it", () => {
  const plugin = new Plugin(undefined, new EngineWatch(""));
  plugin.configure(
    "127.0.0.1:1",
    configuration({ host: "platform.example.com", apiKey: "platform-key-1234" }),
  );
  const { session } = plugin.instance("127.0.0.1:2");
  plugin.cancel("127.0.0.1:2");
  expect(session.deadline().isCancelled).toBe(true);
});

test("an engine that has attached and not configured anything cancels no other run", () => {
  const plugin = new Plugin(undefined, new EngineWatch(""));
  plugin.attach("127.0.0.1:1", "127.0.0.1:11");
  plugin.configure(
    "127.0.0.1:1",
    configuration({ host: "platform.example.com", apiKey: "platform-key-1234" }),
  );
  plugin.attach("127.0.0.1:2", "127.0.0.1:12");
  plugin.cancel("127.0.0.1:2");
  expect(plugin.instance("127.0.0.1:1").session.deadline().isCancelled).toBe(false);
});

test("two providers to which one engine has attached: delete leaves the key of what the other one reclaimed", async () => {
  const emulator = await start();
  const { host, apiKey } = emulator;
  const plugin = new Plugin(undefined, new EngineWatch(""));
  const instanceOf = (peer: string, engine: string) => {
    plugin.attach(peer, engine);
    plugin.configure(peer, configuration({ host, apiKey }));
    return plugin.instance(peer);
  };
  const args = { ...openAi, deletionPolicy: "scrub" };
  const urn = "urn:pulumi:dev::models::model-connections:index:ModelConnection::gpt4o";
  const createBy = async (instance: Instance) => {
    const checking = new CheckRequest();
    checking.setUrn(urn);
    checking.setNews(struct(args));
    const inputs = (await check(instance, checking)).getInputs();
    const creating = new CreateRequest();
    creating.setUrn(urn);
    creating.setProperties(inputs);
    const created = await create(instance, creating);
    return { inputs, id: created.getId(), outputs: struct(unwrap(created.getProperties()).values) };
  };
  const { inputs, id, outputs } = await createBy(instanceOf("peer:1", "an earlier run"));

  // The option `provider` changes: the new provider creates, the old one deletes.
  const engine = `the run of ${id}`;
  const old = instanceOf("peer:2", engine);
  expect(await createBy(instanceOf("peer:3", engine))).toMatchObject({ id });
  const deleting = new DeleteRequest();
  deleting.setUrn(urn);
  deleting.setId(id);
  deleting.setProperties(outputs);
  deleting.setOldInputs(inputs);
  await remove(old, deleting);
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: openAi.apiKey } }]);
});

test.each([
  ["getConnection", { id: "cn-1" }],
  ["getConnection", { connectionName: "prod" }],
  ["listConnections", {}],
])("a cancelled run doesn't wait for %s(%j)", async (name, args) => {
  const emulator = await start();
  const fault = { kind: "status", status: 429, retryAfter: 50 } as const;
  emulator.faults.inject({ on: {}, times: Infinity, fault });
  const plugin = new Plugin(undefined, new EngineWatch(""));
  plugin.configure("engine", configuration({ host: emulator.host, apiKey: emulator.apiKey }));
  const request = new InvokeRequest();
  request.setTok(`model-connections:index:${name}`);
  request.setArgs(struct(args));
  const failure = failureOf(invoke(plugin.instance("engine"), request));
  while (emulator.journal().length === 0) await new Promise((resolve) => setImmediate(resolve));
  plugin.cancel("engine");
  expect((await failure).message).toContain("cancelled");
});
