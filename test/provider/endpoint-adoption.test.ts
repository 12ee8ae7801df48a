// Adoption of custom endpoints: what is unknown, what is sent, and what the messages say.
import { UNKNOWN } from "../../provider/model-connection/properties";
import { type Args, customApi, fromScratch, knownFormat, without } from "./arguments";
import { Driven } from "./driver";
import { type Emulator, clientOf, listen, start } from "./platform";

const existing = { connectionName: "existing" };
const bare = without(knownFormat, "headers");
const foreign = [{ key: "Authorization", value: "Bearer gw-foreign-0001" }];

async function withExisting(args: Args, emulator: Emulator): Promise<string> {
  const owner = new Driven(emulator, "owner");
  await owner.up({ ...args, ...existing });
  return owner.id!;
}

test.each([
  ["endpointUrl", knownFormat],
  ["mapProvider", knownFormat],
  ["llmFeatures", knownFormat],
  ["ioMappings", knownFormat],
  ["model", knownFormat],
  ["payload", fromScratch],
  ["outputPath", fromScratch],
  ["baseUrl", customApi],
] as const)("a preview accepts an unknown %s with adopt: true", async (name, args) => {
  const emulator = await start();
  listen();
  await withExisting(args, emulator);
  const inputs = { ...args, ...existing, adopt: true, [name]: UNKNOWN };
  expect(await new Driven(emulator, "adopter").check(inputs)).toMatchObject({ [name]: UNKNOWN });
});

test.each([
  ["no headers", bare],
  ["empty headers", { ...bare, headers: {} }],
])("adopt with %s removes the headers that the connection has, and says so", async (_, args) => {
  const emulator = await start();
  const heard = listen();
  const id = await withExisting(knownFormat, emulator);
  await clientOf(emulator).update(id, { headers: foreign });
  const adopter = new Driven(emulator, "adopter");
  await adopter.up({ ...args, ...existing, adopt: true });
  expect(adopter.id).toBe(id);
  expect(emulator.connections()).toMatchObject([{ headers: [] }]);
  expect(heard()).toContain("The program has no headers, so those of the connection are removed.");
  expect(heard()).not.toContain("It gets the program's headers");
});

test.each([
  ["no headers", bare],
  ["empty headers", { ...bare, headers: {} }],
])("with %s, a header that is added outside Pulumi is found and removed", async (_, args) => {
  const emulator = await start();
  listen();
  const resource = new Driven(emulator, "gateway");
  await resource.up(args);
  expect(await resource.nextRun().refresh()).toBe("same");
  await clientOf(emulator).update(resource.id!, { headers: foreign });
  expect(await resource.nextRun().refresh()).toEqual({ apiKeyDrift: expect.any(String) });
  expect(await resource.nextRun().up(args)).toBe("update");
  expect(emulator.connections()).toMatchObject([{ headers: [] }]);
  expect(await resource.nextRun().refresh()).toBe("same");
  expect(await resource.nextRun().up(args)).toBe("same");
});

test("the warning about an adopted draft doesn't say that the API can't change its status", async () => {
  const emulator = await start();
  const heard = listen();
  const id = await withExisting(knownFormat, emulator);
  await clientOf(emulator).update(id, { status: "DRAFT" });
  await new Driven(emulator, "adopter").up({ ...knownFormat, ...existing, adopt: true });
  expect(heard()).toContain("The provider doesn't set the status");
  expect(heard()).not.toContain("The API can't");
});
