// Starting and stopping: addresses, keys, the state file, and what prevents an emulator from starting.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmulatorStartError, type EmulatorOptions } from "../../emulator/index";
import { create, customApi, endpoint, fromScratch, KEY, openAi, PATH, send, start } from "./platform";

const globalsBefore = { Request: globalThis.Request, Response: globalThis.Response };

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-"));
  stateFile = join(folder, "state.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("an emulator listens on a free loopback port and has its own two keys", async () => {
  const [one, other] = [await start(), await start()];
  expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(one.url).toBe(`http://${one.host}`);
  expect(one.host).not.toBe(other.host);
  expect(one.apiKey).toMatch(/^emu-full-[0-9a-f]{32}$/);
  expect(one.viewOnlyKey).toMatch(/^emu-view-[0-9a-f]{32}$/);
  expect(one.apiKey).not.toBe(other.apiKey);
});

test("given keys and port are used", async () => {
  const { host, apiKey, viewOnlyKey, stop } = await start({ apiKey: "full", viewOnlyKey: "view" });
  expect([apiKey, viewOnlyKey]).toEqual(["full", "view"]);
  await stop();
  const port = Number(host.split(":")[1]);
  expect((await start({ port })).host).toBe(host);
});

test("the globals of the process that starts it are unchanged", async () => {
  await start();
  expect(globalThis.Request).toBe(globalsBefore.Request);
  expect(globalThis.Response).toBe(globalsBefore.Response);
});

test("stop frees the port, can be called twice, and later requests fail", async () => {
  const emulator = await start();
  await send(emulator, "GET", PATH);
  await Promise.all([emulator.stop(), emulator.stop()]);
  await expect(send(emulator, "GET", PATH)).rejects.toThrow("fetch failed");
});

test("connections and platform keys survive a restart", async () => {
  const first = await start({ stateFile });
  await create(first);
  first.console.setStatus(first.connections()[0]!.connectionId, "INACTIVE");
  const kept = first.connections();
  await first.stop();
  const second = await start({ stateFile });
  expect([second.apiKey, second.viewOnlyKey]).toEqual([first.apiKey, first.viewOnlyKey]);
  expect(second.connections()).toEqual(kept);
  expect((await send(second, "GET", PATH)).json.total).toBe(1);
});

test("any status, the model of a custom API and set dates survive a restart", async () => {
  const first = await start({ stateFile, customApiModel: true });
  await create(first, customApi());
  const id = await create(first);
  first.console.setStatus(id, "SUSPENDED");
  first.console.setDates(id, {
    createdOn: "2024-01-15T10:30:00.000Z",
    modifiedOn: "2024-01-16T16:45:00+02:00",
  });
  const kept = first.connections();
  expect(kept[0]).toMatchObject({ provider: "API", model: "custom", status: "FINALIZED" });
  await first.stop();
  expect((await start({ stateFile })).connections()).toEqual(kept);
});

test("connections with an endpoint survive a restart", async () => {
  const first = await start({ stateFile });
  await create(first, endpoint());
  const id = await create(first, fromScratch());
  first.console.changeMembers(id, { endpointUrl: "not a URL", payload: null });
  first.console.changeHeader(id, "x-empty", "");
  const kept = first.connections();
  await first.stop();
  expect((await start({ stateFile })).connections()).toEqual(kept);
});

test("keys survive a restart even if nothing was created, and keys in the options replace them", async () => {
  const first = await start({ stateFile });
  await first.stop();
  const second = await start({ stateFile, apiKey: "given" });
  expect([second.apiKey, second.viewOnlyKey]).toEqual(["given", first.viewOnlyKey]);
  await second.stop();
  expect((await start({ stateFile })).apiKey).toBe("given");
});

test("only the owner can read the state file, and no other file remains", async () => {
  writeFileSync(stateFile, '{"version":1,"apiKey":"a","viewOnlyKey":"b","connections":[]}');
  chmodSync(stateFile, 0o644);
  const emulator = await start({ stateFile });
  await create(emulator);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  await emulator.stop();
  expect(readdirSync(folder)).toEqual(["state.json"]);
  expect(readFileSync(stateFile, "utf8")).toContain(KEY);
});

test("a change that can't be saved does not happen", async () => {
  const emulator = await start({ stateFile });
  rmSync(folder, { recursive: true });
  const { status, json } = await send(emulator, "POST", PATH, openAi());
  expect([status, json.error.code]).toEqual([500, "EMULATOR_FAILED"]);
  expect(emulator.connections()).toEqual([]);
  expect(emulator.journal()).toMatchObject([{ status: 500, committed: false }]);
});

test("a second emulator with the same state file is rejected until the first has stopped", async () => {
  const first = await start({ stateFile });
  await expect(start({ stateFile })).rejects.toThrow(`the emulator of process ${process.pid} is using it`);
  await first.stop();
  await start({ stateFile });
});

test("a second stop does not unlock the state file for the emulator that uses it now", async () => {
  const first = await start({ stateFile });
  await first.stop();
  await start({ stateFile });
  await first.stop();
  await expect(start({ stateFile })).rejects.toThrow("is using it");
});

test("the lock of another running process is respected, that of a dead one is not", async () => {
  const lock = `${stateFile}.lock`;
  writeFileSync(lock, String(process.ppid));
  await expect(start({ stateFile })).rejects.toThrow(`delete ${lock} if no emulator is running`);
  for (const owner of ["4194304", String(process.pid), "", "nonsense"]) {
    writeFileSync(lock, owner);
    await (await start({ stateFile })).stop();
  }
  expect(existsSync(lock)).toBe(false);
});

test.each([
  ["broken JSON", `{"apiKey":"${KEY}`],
  ["JSON of another kind", `{"apiKey":"${KEY}"}`],
  ["nothing", ""],
])("a state file with %s is rejected, kept, and not quoted", async (_, text) => {
  writeFileSync(stateFile, text);
  const error: unknown = await start({ stateFile }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EmulatorStartError);
  expect((error as Error).message).toMatch(
    /^Could not use the state file .*: it does not contain emulator state; [^\n]*\.$/,
  );
  expect((error as Error).stack).not.toContain(KEY);
  expect(readFileSync(stateFile, "utf8")).toBe(text);
  expect(readdirSync(folder)).toEqual(["state.json"]);
});

test("a folder as state file and a missing folder are rejected with one sentence", async () => {
  await expect(start({ stateFile: folder })).rejects.toThrow("it could not be read (EISDIR).");
  await expect(start({ stateFile: join(folder, "no", "file") })).rejects.toThrow(
    "its folder does not exist.",
  );
  rmSync(`${folder}.lock`, { force: true });
});

test("a port in use is reported, and the state file is unlocked", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as { port: number };
  await expect(start({ port, stateFile })).rejects.toThrow(
    `Could not start the emulator on port ${port}: the port is already in use`,
  );
  await new Promise((resolve) => other.close(resolve));
  await start({ port, stateFile });
});

test.each([
  [{ port: 70_000 }, "port: must be 65535 or less"],
  [{ port: -1 }, "port: must be 0 or more"],
  [{ port: NaN }, "port: must be a whole number"],
  [{ defaultLimit: 0 }, "defaultLimit: must be 1 or more"],
  [{ requestsPerSecond: 0 }, "requestsPerSecond: must be more than 0"],
  [
    { readLag: 0.5, apiKey: "" },
    "apiKey: must be printable ASCII without whitespace; readLag: must be a whole number",
  ],
  [{ canonicalForms: ["upperCase"] }, "canonicalForms.0: must be slash, lowerCase, prefix or keyOrder"],
  [{ customApi: "clear" }, "customApi: must be masked, plaintext, hidden or unknown"],
  [{ errorStyle: "html" }, "errorStyle: must be simple or platform"],
  [{ duplicateStatus: 404 }, "duplicateStatus: must be 400, 409 or 412"],
  [{ largestLimit: 0 }, "largestLimit: must be 1 or more"],
  [{ largerLimit: "more" }, "largerLimit: must be fewer or refused"],
  ...["connectionId", "connectionName", "provider", "connections", "modifedOn"].map(
    (name) =>
      [
        { omit: ["status", name] },
        "omit.1: must be model, status, fields, createdOn, modifiedOn or total",
      ] as const,
  ),
] as const)("options %j are rejected: %s", async (options, reason) => {
  // As from JavaScript, where the compiler does not check them.
  await expect(start(options as EmulatorOptions)).rejects.toThrow(`Could not start the emulator: ${reason}.`);
});
