// Lookups of connections that the program doesn't manage: the fields of each form, without values of headers.
import { findConnection } from "../../provider/program/lookup-requests";
import { configKey } from "../../provider/settings-table";
import { allProviders, fromScratch, knownFormat, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, start } from "./platform";

const found = (emulator: Emulator, id: string) =>
  findConnection(
    {
      given: { [configKey("host")]: emulator.host, [configKey("apiKey")]: emulator.apiKey },
      provider: undefined,
    },
    id,
  );

test.each([knownFormat, fromScratch])(
  "$model has its model, URL and other texts, and no header",
  async (args) => {
    const emulator = await start();
    const resource = new Driven(emulator);
    await resource.up(args);
    const details = await found(emulator, resource.id!);
    const texts = without(without(args, "headers"), "payload");
    expect(details).toMatchObject(texts);
    for (const name of ["headers", "payload", "promptVars", "llmFeatures"])
      expect(details).not.toHaveProperty(name);
    expect(JSON.stringify(details)).not.toContain("declared-0001");
  },
);

test.each(allProviders)("$provider has its own fields and no other", async (args) => {
  const emulator = await start({ customApiModel: true });
  const resource = new Driven(emulator);
  await resource.up(args);
  const texts = without(args, "apiKey");
  const also = ["id", "connectionName", "status", "createdOn", "modifiedOn", "maskedApiKey"];
  const details = await found(emulator, resource.id!);
  expect(details).toMatchObject(texts);
  expect(Object.keys(details).sort()).toEqual([...Object.keys(texts), ...also].sort());
});
