// Exactly one connection for one create: what is looked up, made, taken or refused when every answer is clear.
import { makeOrTake } from "../../provider/model-connection/create";
import type { Session } from "../../provider/model-connection/session";
import { customApi as apiDraft, openAi as draft } from "../emulator/platform";
import { type Bag, azure, customApi, declared, openAi } from "./arguments";
import { type Emulator, counted, failureOf, listen, sessionOf, start } from "./platform";

const make = (now: Session, args: Bag = openAi, more: Bag = {}) =>
  makeOrTake(declared(args, more), now, now.deadline());
const names = (emulator: Emulator) => emulator.connections().map(({ connectionName }) => connectionName);
/** As check leaves a name that it has chosen itself. */
const auto = (connectionName: string): Bag => ({ connectionName, __name: connectionName, __auto: true });

test("create looks, POSTs once and reads back, and all creates share one look", async () => {
  const emulator = await start();
  const now = sessionOf(emulator);
  const [one] = await Promise.all([
    make(now, openAi, { connectionName: "one" }),
    make(now, azure, { connectionName: "two" }),
    make(now, customApi, { connectionName: "three" }),
  ]);
  expect(one).toMatchObject({ connectionName: "one", fields: { API_KEY: "sk-***************" } });
  expect(counted(emulator)).toEqual({ list: 1, create: 3, get: 3 });
  expect(names(emulator).sort()).toEqual(["one", "three", "two"]);
});

test("an explicit name that somebody has is never taken, and the error names the ways out", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod"));
  const { message } = await failureOf(make(sessionOf(emulator)));
  expect(message).toBe(
    `a connection of the name "prod" exists (${connectionId}, Open AI, gpt-4o). Set adopt: true to take it over, choose another connectionName, or delete it in the console`,
  );
  expect(counted(emulator)).toEqual({ list: 1 });
  expect(emulator.connections()).toMatchObject([draft("prod")]);
});

test.each([{}, { adopt: true }, auto("prod")])(
  "two connections of a name are refused with their ids: %j",
  async (more) => {
    const emulator = await start();
    const ids = [1, 2].map((n) => emulator.console.create(draft("prod", `sk-other-${n}`)).connectionId);
    const { message } = await failureOf(make(sessionOf(emulator), openAi, more));
    expect(message).toContain(`2 connections have the name "prod" (${ids.join(", ")})`);
    expect(counted(emulator)).toEqual({ list: 1 });
  },
);

test("an interrupted create is taken up by its auto-name: the declared key is sent, and it is said", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("gpt-1234567", "sk-lost-000001"));
  const heard = listen();
  const record = await make(sessionOf(emulator), openAi, auto("gpt-1234567"));
  expect(record.connectionId).toBe(connectionId);
  expect(counted(emulator)).toEqual({ list: 1, get: 2, update: 1 });
  expect(emulator.connections()).toMatchObject([{ connectionId, fields: { API_KEY: openAi.apiKey } }]);
  expect(heard()).toContain(
    `note: took model connection "gpt-1234567" (${connectionId}): its name is the one`,
  );
});

test("of provider API it is taken up as it is, and it is said that no key was sent", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(apiDraft("own-1234567", "own-key-0001"));
  const heard = listen();
  const record = await make(sessionOf(emulator), customApi, auto("own-1234567"));
  expect(record.connectionId).toBe(connectionId);
  expect(counted(emulator)).toEqual({ list: 1, get: 1 });
  expect(heard()).toContain(`the key of "own-1234567" (${connectionId}) was not sent`);
});

test("an auto-name taken by something else gives the next free number, which is said", async () => {
  const emulator = await start();
  emulator.console.create({ ...draft("gpt-1234567"), model: "another" });
  emulator.console.create(apiDraft("gpt-1234567-2"));
  const heard = listen();
  const record = await make(sessionOf(emulator), openAi, auto("gpt-1234567"));
  expect(record.connectionName).toBe("gpt-1234567-3");
  expect(names(emulator)).toEqual(["gpt-1234567", "gpt-1234567-2", "gpt-1234567-3"]);
  expect(heard()).toContain('the name "gpt-1234567" is taken');
  expect(heard()).toContain('trying "gpt-1234567-3"');
});

test("adopt takes over what is as declared, sends the key, and says so", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod", "sk-of-somebody"));
  const heard = listen();
  expect(await make(sessionOf(emulator), openAi, { adopt: true })).toMatchObject({ connectionId });
  expect(counted(emulator)).toEqual({ list: 1, get: 2, update: 1 });
  expect(emulator.connections()).toMatchObject([{ connectionId, fields: { API_KEY: openAi.apiKey } }]);
  expect(heard()).toBe(
    `note: adopted model connection "prod" (${connectionId}): as adopt: true asks, and all else is as declared.\n`,
  );
});

test("adopt lists every difference and touches nothing", async () => {
  const emulator = await start();
  const fields = {
    API_KEY: "somebody",
    api_version: "v0",
    your_resource_name: "r",
    deployment_id: "my-deployment",
  };
  emulator.console.create({ provider: "Azure Open AI", connectionName: "prod", model: "GPT-5", fields });
  const { message } = await failureOf(make(sessionOf(emulator), azure, { adopt: true }));
  for (const name of ["model", "apiVersion", "resourceName"]) expect(message).toContain(`${name} is "`);
  expect(message).not.toContain("deploymentId");
  expect(counted(emulator)).toEqual({ list: 1, get: 1 });
  expect(emulator.connections()).toMatchObject([{ fields }]);
});

test("adopt of provider API says that the key was not sent", async () => {
  const emulator = await start();
  emulator.console.create({ ...apiDraft("prod", "own-key-of-somebody") });
  const heard = listen();
  await make(sessionOf(emulator), customApi, { adopt: true });
  expect(heard()).toMatch(/was not sent: the API can't change it for provider "API"/);
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: "own-key-of-somebody" } }]);
});

test("nothing to adopt is an error, and nothing is made", async () => {
  const emulator = await start();
  const { message } = await failureOf(make(sessionOf(emulator), openAi, { adopt: true }));
  expect(message).toContain('there is no connection of the name "prod" to adopt');
  expect(emulator.connections()).toEqual([]);
});

test("a refused auto-name names what this resource made with another key, and how to take that over", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create({
    ...draft("gpt-1234567"),
    fields: { API_KEY: openAi.apiKey },
  });
  emulator.console.create({
    ...draft("gpt-7654321"),
    model: "another",
    fields: { API_KEY: "sk-other-0000001" },
  });
  const { message } = await failureOf(make(sessionOf(emulator), openAi, auto("gpt-abcdef0")));
  expect(message).toContain("status 409");
  expect(message).toContain(
    `made for this resource with another key: "gpt-1234567" (${connectionId}). To take one over`,
  );
  const explicit = await failureOf(make(sessionOf(emulator), openAi, { connectionName: "gpt-abcdef0" }));
  expect(explicit.message).not.toContain(connectionId);
});

test("two creates of one name at once make one connection, and the other says why", async () => {
  const emulator = await start({ uniqueNames: false });
  const now = sessionOf(emulator);
  const ends = await Promise.allSettled([make(now), make(now, { ...openAi, apiKey: "sk-other-00001" })]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { reason } = ends.find((end) => end.status === "rejected")!;
  expect((reason as Error).message).toContain('another resource of this program makes "prod"');
  expect(counted(emulator)["create"]).toBe(1);
  expect(names(emulator)).toEqual(["prod"]);
});

test("a refused POST is not sent again, and its name is free for another try", async () => {
  const emulator = await start();
  const now = sessionOf(emulator);
  emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "status", status: 400 } });
  expect(await failureOf(make(now))).toMatchObject({ name: "RefusedError", status: 400 });
  expect(counted(emulator)).toEqual({ list: 1, create: 1 });
  expect(await make(now)).toMatchObject({ connectionName: "prod" });
  expect(names(emulator)).toEqual(["prod"]);
});
