// What a refresh says about each connection that was changed outside Pulumi, in one line.
import { type Args, customApi, fromScratch, openAi } from "./arguments";
import { Driven, hooksInNewProcess } from "./driver";
import { type Emulator, clientOf, failureOf, listen, start } from "./platform";

// It begins differently from the declared key, so the mask shows the change.
const KEY = "another-key-0001";

async function refreshed(args: Args, change: (emulator: Emulator, id: string) => void): Promise<string> {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(args);
  change(emulator, resource.id!);
  const name = resource.outs!.connectionName;
  const heard = listen();
  await resource.nextRun({ acceptAllGone: "true" }).refresh();
  const lines = heard()
    .split("\n")
    .filter((line) => line.startsWith("drift: "));
  expect(lines.length).toBeLessThan(2);
  return lines
    .join("")
    .replace(/ \(cn-[^)]+\)/, "")
    .replace(`drift: "${name}"`, "it");
}

const later = "2030-01-01T00:00:00.000Z";

test.each<[string, Args, (emulator: Emulator, id: string) => void, string]>([
  ["nothing", openAi, () => undefined, ""],
  [
    "another key",
    openAi,
    ({ console }, id) => console.exchangeKey(id, KEY),
    "it: key changed outside Pulumi; pulumi up --refresh sends the program's key again",
  ],
  [
    "another date",
    openAi,
    ({ console }, id) => console.setDates(id, { modifiedOn: later }),
    "it: key may have changed outside Pulumi; pulumi up --refresh sends the program's key again",
  ],
  [
    "another key of provider API",
    customApi,
    ({ console }, id) => console.exchangeKey(id, KEY),
    "it: key changed outside Pulumi; pulumi up --refresh creates a new connection, and this one remains, unless the program has the same",
  ],
  [
    "another name and model",
    openAi,
    ({ console }, id) => {
      console.rename(id, "renamed");
      console.changeModel(id, "gpt-5");
    },
    'it: renamed to "renamed" and model is now "gpt-5"; pulumi up --refresh creates a new connection, and this one remains, unless the program has the same',
  ],
  [
    "another model, and the program has a name",
    { ...openAi, connectionName: "fixed" },
    ({ console }, id) => console.changeModel(id, "gpt-5"),
    'it: model is now "gpt-5"; pulumi up --refresh fails until the program has the same, or another connectionName for a new connection',
  ],
  [
    "another name, and the program has a name",
    { ...openAi, connectionName: "fixed" },
    ({ console }, id) => console.rename(id, "renamed"),
    'it: renamed to "renamed"; pulumi up --refresh creates a new connection, and this one remains, unless the program has the same',
  ],
  [
    "another status",
    { ...openAi, status: "ACTIVE" },
    ({ console }, id) => console.setStatus(id, "INACTIVE"),
    "it: switched off; pulumi up --refresh fails until it is switched on in the platform's console",
  ],
  [
    "another status and base URL",
    { ...customApi, status: "ACTIVE" },
    ({ console }, id) => {
      console.setStatus(id, "DRAFT");
      console.changeField(id, "BASE_URL", "https://other.example.com");
    },
    'it: baseUrl is now "https://other.example.com" and status is now "DRAFT"; pulumi up --refresh creates a new connection, and this one remains, unless the program has the same',
  ],
  [
    "another status and key",
    { ...openAi, status: "INACTIVE" },
    ({ console }, id) => {
      console.setStatus(id, "DRAFT");
      console.exchangeKey(id, KEY);
    },
    "it: key changed outside Pulumi and status is now \"DRAFT\"; pulumi up --refresh fails until it is switched off in the platform's console, and then sends the program's key again",
  ],
  ["a status that is not declared", openAi, ({ console }, id) => console.setStatus(id, "INACTIVE"), ""],
  [
    "no connection any more",
    openAi,
    ({ console }, id) => console.remove(id),
    "it: deleted on the platform; pulumi up --refresh creates a new connection, unless adopt is true",
  ],
])("refresh finds %s, and prints at most one line", async (_, args, change, note) => {
  expect(await refreshed(args, change)).toBe(note);
});

test("the line doesn't show the URL and the paths of an endpoint, which the program may keep secret", async () => {
  const emulator = await start();
  const resource = new Driven(emulator);
  await resource.up(fromScratch);
  const planted = "planted-0001";
  await clientOf(emulator).update(resource.id!, {
    ...{ endpointUrl: `https://x.example/${planted}`, outputPath: planted },
    ...{ inputTokensPath: planted, outputTokensPath: planted },
  });
  const heard = listen();
  await resource.nextRun().refresh();
  expect(heard()).toContain(
    "endpointUrl changed and outputPath changed and inputTokensPath changed and outputTokensPath changed; pulumi up --refresh",
  );
  expect(heard()).not.toContain(planted);
});

test("a difference of a URL with a query shows neither value", async () => {
  const emulator = await start();
  listen();
  const args = { ...fromScratch, connectionName: "existing" };
  await new Driven(emulator).up({ ...args, endpointUrl: "https://x.example/?tenant=planted-0001" });
  const adopting = { ...args, endpointUrl: "https://x.example/other", adopt: true };
  const { message } = await failureOf(new Driven(emulator, "adopting").check(adopting));
  expect(message).toContain(
    "endpointUrl on the platform differs from the program. Change the program to match",
  );
});

test("a line about a connection that the stack doesn't manage promises nothing that pulumi up doesn't do", async () => {
  const emulator = await start();
  const created = emulator.console.create({
    ...{ provider: "Open AI", connectionName: "theirs", model: "gpt-4o" },
    fields: { API_KEY: KEY },
  });
  const id = created.connectionId;
  const read = async (before?: object) =>
    (await hooksInNewProcess(emulator, { acceptAllGone: "true" }).read(id, before)).props;
  const before = await read();
  const heard = listen();
  emulator.console.changeModel(id, "gpt-5");
  const changed = await read(before);
  expect(heard()).toBe(
    `drift: "theirs" (${id}): model is now "gpt-5"; the stack doesn't manage this connection, so pulumi up changes nothing\n`,
  );
  emulator.console.remove(id);
  await read(changed);
  expect(heard()).toContain("so pulumi up fails until the program has another id");
});
