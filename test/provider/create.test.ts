// Exactly one connection for one create: what is listed, created, adopted, reclaimed or refused.
import type { Session } from "../../provider/model-connection/session";
import { customApi as apiDraft, openAi as draft } from "../emulator/platform";
import { type Args, azure, customApi, declared, openAi } from "./arguments";
import { type Emulator, counted, createFor, failureOf, listen, sessionOf, start } from "./platform";

const create = (session: Session, args: Args = openAi, more: Args = {}) =>
  createFor(declared(args, more), session);
const names = (emulator: Emulator) => emulator.connections().map(({ connectionName }) => connectionName);
/** As check returns a name that it chose. */
const auto = (connectionName: string): Args => ({ connectionName, __name: connectionName, __auto: true });

test("create lists, sends one POST and reads back, and all creates share one list", async () => {
  const emulator = await start();
  const session = sessionOf(emulator);
  const [one] = await Promise.all([
    create(session, openAi, { connectionName: "one" }),
    create(session, azure, { connectionName: "two" }),
    create(session, customApi, { connectionName: "three" }),
  ]);
  expect(one).toMatchObject({ connectionName: "one", fields: { API_KEY: "sk-***************" } });
  expect(counted(emulator)).toEqual({ list: 1, create: 3, get: 3 });
  expect(names(emulator).sort()).toEqual(["one", "three", "two"]);
});

test("an explicit name that is in use is never adopted without adopt: true, and the error says what to do", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod"));
  const { message } = await failureOf(create(sessionOf(emulator)));
  expect(message).toBe(
    `a connection named "prod" already exists (${connectionId}, Open AI, gpt-4o). Set adopt: true to adopt it, choose another connectionName, or delete it in the console`,
  );
  expect(counted(emulator)).toEqual({ list: 1 });
  expect(emulator.connections()).toMatchObject([draft("prod")]);
});

test.each([{}, { adopt: true }, auto("prod")])(
  "two connections with the name are refused with their ids: %j",
  async (more) => {
    const emulator = await start();
    const ids = [1, 2].map((n) => emulator.console.create(draft("prod", `sk-other-${n}`)).connectionId);
    const { message } = await failureOf(create(sessionOf(emulator), openAi, more));
    expect(message).toContain(`2 connections are named "prod" (${ids.join(", ")})`);
    expect(counted(emulator)).toEqual({ list: 1 });
  },
);

test("an auto-name in use by another connection gets the next free number, and a warning says so", async () => {
  const emulator = await start();
  emulator.console.create({ ...draft("gpt-1234567"), model: "another" });
  emulator.console.create(apiDraft("gpt-1234567-2"));
  const heard = listen();
  const record = await create(sessionOf(emulator), openAi, auto("gpt-1234567"));
  expect(record.connectionName).toBe("gpt-1234567-3");
  expect(names(emulator)).toEqual(["gpt-1234567", "gpt-1234567-2", "gpt-1234567-3"]);
  for (const { connectionName, connectionId } of emulator.connections().slice(0, 2))
    expect(heard()).toContain(
      `warning: model connection "${connectionName}" (${connectionId}) already has this resource's automatic name and is not touched`,
    );
});

test("adopt adopts a connection that matches, sends the key, and says so", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(draft("prod", "sk-of-somebody"));
  const heard = listen();
  expect(await create(sessionOf(emulator), openAi, { adopt: true })).toMatchObject({ connectionId });
  expect(counted(emulator)).toEqual({ list: 1, get: 2, update: 1 });
  expect(emulator.connections()).toMatchObject([{ connectionId, fields: { API_KEY: openAi.apiKey } }]);
  expect(heard()).toBe(
    `note: model connection "prod" (${connectionId}) is adopted, because adopt is true: every readable field matches the program. No connection is created. It gets the program's key.\n`,
  );
});

test("adopt lists every difference and changes nothing", async () => {
  const emulator = await start();
  const fields = {
    API_KEY: "somebody",
    api_version: "v0",
    your_resource_name: "r",
    deployment_id: "my-deployment",
  };
  emulator.console.create({ provider: "Azure Open AI", connectionName: "prod", model: "GPT-5", fields });
  const { message } = await failureOf(create(sessionOf(emulator), azure, { adopt: true }));
  for (const name of ["model", "apiVersion", "resourceName"]) expect(message).toContain(`${name} is "`);
  expect(message).not.toContain("deploymentId");
  expect(counted(emulator)).toEqual({ list: 1, get: 1 });
  expect(emulator.connections()).toMatchObject([{ fields }]);
});

test("adopt of provider API says that the key was not sent", async () => {
  const emulator = await start();
  emulator.console.create({ ...apiDraft("prod", "own-key-of-somebody") });
  const heard = listen();
  await create(sessionOf(emulator), customApi, { adopt: true });
  expect(heard()).toMatch(/Its key is not sent, because the API can't change the key of provider "API"/);
  expect(emulator.connections()).toMatchObject([{ fields: { API_KEY: "own-key-of-somebody" } }]);
});

test("nothing to adopt is an error, and nothing is created", async () => {
  const emulator = await start();
  const { message } = await failureOf(create(sessionOf(emulator), openAi, { adopt: true }));
  expect(message).toContain('no connection is named "prod", so there is nothing to adopt');
  expect(emulator.connections()).toEqual([]);
});

test.each([400, 409, 412] as const)(
  "a key that is in use, refused with %d: the error lists what may have it, and how to adopt that",
  async (duplicateStatus) => {
    const emulator = await start({ duplicateStatus });
    const { connectionId } = emulator.console.create({
      ...draft("gpt-1234567"),
      fields: { API_KEY: openAi.apiKey },
    });
    emulator.console.create({
      ...draft("gpt-7654321"),
      model: "another",
      fields: { API_KEY: "sk-other-0000001" },
    });
    const { message } = await failureOf(create(sessionOf(emulator), openAi, auto("gpt-abcdef0")));
    expect(message).toContain(`status ${duplicateStatus}`);
    expect(message).toContain(
      `may be one of these, which this resource may have created earlier: "gpt-1234567" (${connectionId}). To manage one of them instead`,
    );
    for (const name of [auto("renamed-abcdef0"), { connectionName: "gpt-abcdef0" }])
      expect((await failureOf(create(sessionOf(emulator), openAi, name))).message).toContain(
        `may be one of these, which have the same provider and model: "gpt-1234567" (${connectionId}). If the resource was renamed, give it aliases with its old name.`,
      );
  },
);

test("two simultaneous creates with one name create one connection, and the other one fails with the reason", async () => {
  const emulator = await start({ uniqueNames: false });
  const session = sessionOf(emulator);
  const ends = await Promise.allSettled([
    create(session),
    create(session, { ...openAi, apiKey: "sk-other-00001" }),
  ]);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { reason } = ends.find((end) => end.status === "rejected")!;
  expect((reason as Error).message).toContain('another resource of this program also uses the name "prod"');
  expect(counted(emulator)["create"]).toBe(1);
  expect(names(emulator)).toEqual(["prod"]);
});

test("a refused POST is not sent again, and its name can be used again", async () => {
  const emulator = await start();
  const session = sessionOf(emulator);
  emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "status", status: 400 } });
  expect(await failureOf(create(session))).toMatchObject({ name: "RefusedError", status: 400 });
  expect(counted(emulator)).toEqual({ list: 1, create: 1 });
  expect(await create(session)).toMatchObject({ connectionName: "prod" });
  expect(names(emulator)).toEqual(["prod"]);
});

test("a list that failed is requested again by the next create, and one failed request doesn't fail the others", async () => {
  const emulator = await start();
  const session = sessionOf(emulator, { maxRetries: "0" });
  emulator.faults.inject({ on: { operation: "list" }, fault: { kind: "status", status: 503 } });
  const ends = await Promise.allSettled(
    ["one", "two", "three"].map((connectionName) =>
      create(session, { ...openAi, apiKey: `sk-${connectionName}-000001` }, { connectionName }),
    ),
  );
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  await create(session, openAi, { connectionName: "one" });
  expect(counted(emulator)).toEqual({ list: 2, create: 3, get: 3 });
});
