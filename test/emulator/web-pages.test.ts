// Another web page, a foreign host name and huge requests: the API and the control API refuse them before anything is recorded.
import { request } from "node:http";
import { lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../emulator/index";
import { PATH, openAi, send, start } from "./platform";

/** fetch sets Host, Origin and Sec-Fetch-Site itself. */
function statusOf(emulator: Emulator, headers: Record<string, string>, path = PATH): Promise<number> {
  return new Promise((resolve, reject) => {
    request(
      `${emulator.url}${path}`,
      { headers: { "x-api-key": emulator.apiKey, ...headers } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    )
      .on("error", reject)
      .end();
  });
}

test.each([
  { origin: "https://evil.example.com" },
  { origin: "null" },
  { host: "evil.example.com" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
] as Record<string, string>[])(
  "a request with %j is refused, uses up no fault and leaves no entry",
  async (headers) => {
    const emulator = await start();
    emulator.faults.inject({ on: {}, fault: { kind: "status", status: 503 } });
    for (const path of [PATH, "/emulator/state"]) expect(await statusOf(emulator, headers, path)).toBe(403);
    expect(emulator.journal()).toEqual([]);
    expect(await statusOf(emulator, {})).toBe(503);
  },
);

test.each(["127.0.0.1", "localhost"])("a program that calls the emulator %s is served", async (name) => {
  const emulator = await start();
  expect(await statusOf(emulator, { host: `${name}:${new URL(emulator.url).port}` })).toBe(200);
});

test("a body of more than 1 MiB gets a 413, and a name of more than 4,096 characters a 400", async () => {
  const emulator = await start();
  expect((await send(emulator, "POST", PATH, openAi("x".repeat(2 ** 20)))).status).toBe(413);
  expect((await send(emulator, "POST", PATH, openAi("x".repeat(5_000)))).status).toBe(400);
  expect(emulator.connections()).toEqual([]);
});

test("the state file is written through a new file that only its owner can read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  const stateFile = join(folder, "state.json");
  await start({ stateFile });
  expect(lstatSync(stateFile).isFile()).toBe(true);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  rmSync(folder, { recursive: true });
});

test("the journal shows no name that contains the platform's key, the connection's or another one's", async () => {
  const emulator = await start();
  const { connectionId } = emulator.console.create(openAi("gpt", "sk-planted-0001"));
  emulator.console.create({ ...openAi(`x ${emulator.viewOnlyKey}`, "sk-planted-0002"), status: "INACTIVE" });
  emulator.console.rename(connectionId, "sk-planted-0002");
  await send(emulator, "GET", `${PATH}/${connectionId}`);
  await send(emulator, "POST", PATH, openAi(`y ${emulator.apiKey}`, "sk-planted-0003"));
  expect(emulator.journal().map(({ connectionName }) => connectionName)).toEqual(["*", "*"]);
});
