// `model-connections emulator` in this process: what it prints, when it stops, how it fails.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEmulator } from "../../cli/emulator";
import { startEmulator } from "../../emulator/index";

const realExitCode = process.exitCode;
afterEach(() => {
  process.exitCode = realExitCode;
  jest.restoreAllMocks();
});

const errors = () => {
  const written: string[] = [];
  jest.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  return written;
};

test("it prints the address, both keys and the commands that configure a stack, and serves until it is stopped", async () => {
  let printed = "";
  let served: number | undefined;
  let page = "";
  await runEmulator(
    {},
    (text) => (printed += text),
    async () => {
      const host = /host (127\.0\.0\.1:\d+)\n/.exec(printed)![1]!;
      const key = /full key {7}(emu-full-\w+)\n/.exec(printed)![1]!;
      served = (await fetch(`http://${host}/api/public/connections`, { headers: { "x-api-key": key } }))
        .status;
      page = await (await fetch(/http:\S+\/emulator$/m.exec(printed)![0])).text();
      expect(printed).toContain(`http://${host}/api/public`);
      expect(printed).toContain(`pulumi config set model-connections:host ${host}\n`);
      expect(printed).toContain(`pulumi config set --secret model-connections:apiKey ${key}\n`);
      expect(printed).toContain(`export MODEL_CONNECTIONS_HOST=${host}\n`);
      expect(printed).toContain(`export MODEL_CONNECTIONS_API_KEY=${key}\n`);
      expect(printed).toMatch(/view-only key {2}emu-view-\w+\n/);
    },
  );
  expect(served).toBe(200);
  expect(page).toContain("<title>Emulator console</title>");
  expect(process.exitCode).toBe(realExitCode);
  const address = /http:\S+/.exec(printed)![0];
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});

test("its options are passed to the emulator", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  const state = join(folder, "state.json");
  const saved = await startEmulator({ stateFile: state });
  for (const connectionName of ["one", "two"])
    saved.console.create({
      provider: "API",
      connectionName,
      fields: { BASE_URL: "https://x", API_KEY: "sk-0123456789" },
    });
  const id = saved.connections()[0]!.connectionId;
  await saved.stop();

  const flags = { port: "0", state, maskStyle: "stars", defaultLimit: "1", requestsPerSecond: "2" } as const;
  let printed = "";
  const responses: { status: number; text: string }[] = [];
  const requestAll = async () => {
    const api = /http:\S+/.exec(printed)![0];
    for (const path of ["/connections", `/connections/${id}`, "/connections"]) {
      const response = await fetch(api + path, { headers: { "x-api-key": saved.apiKey } });
      responses.push({ status: response.status, text: await response.text() });
    }
  };
  await runEmulator(flags, (text) => (printed += text), requestAll);
  rmSync(folder, { recursive: true });

  expect(printed).toContain(`are saved in ${state}`);
  expect(JSON.parse(responses[0]!.text)).toMatchObject({ connections: { length: 1 }, total: 2 });
  expect(responses[1]!.text).toContain(`"API_KEY":"***************"`);
  expect(responses[2]!.status).toBe(429);
});

test.each([
  [{ port: "abc" }, "Could not start the emulator: port: must be a whole number.\n"],
  [{ port: "99999" }, "Could not start the emulator: port: must be 65535 or less.\n"],
  [{ requestsPerSecond: "-1" }, "Could not start the emulator: requestsPerSecond: must be a number.\n"],
])("invalid options %j give one sentence and exit code 1", async (flags, sentence) => {
  const written = errors();
  await runEmulator(
    flags,
    () => undefined,
    () => Promise.resolve(),
  );
  expect(written).toEqual([sentence]);
  expect(process.exitCode).toBe(1);
});

test("a corrupt state file gives one sentence and exit code 1", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  const state = join(folder, "state.json");
  writeFileSync(state, "no state");
  const written = errors();
  await runEmulator(
    { state },
    () => undefined,
    () => Promise.resolve(),
  );
  expect(written).toEqual([expect.stringMatching(/^Could not use the state file [^\n]+\.\n$/)]);
  expect(process.exitCode).toBe(1);
  rmSync(folder, { recursive: true });
});
