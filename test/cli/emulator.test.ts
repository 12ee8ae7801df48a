// `model-connections emulator` in this process: what it prints, when it stops, how it fails.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEmulator } from "../../cli/emulator";
import { program } from "../../cli/program";
import { startEmulator } from "../../emulator/index";
import { runCommand } from "./command";

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

/** Runs the command as a shell does, until `use` ends. Gives it the API's address and both keys. */
async function withCommand(
  args: string[],
  use: (api: string, fullKey: string, viewOnlyKey: string) => Promise<void>,
): Promise<void> {
  const printed = new Promise<string>((resolve) => {
    jest.spyOn(process.stdout, "write").mockImplementation((text) => {
      resolve(String(text));
      return true;
    });
  });
  const run = program().parseAsync(["emulator", ...args], { from: "user" });
  const text = await printed;
  try {
    await use(/http:\S+/.exec(text)![0], /emu-full-\w+/.exec(text)![0], /emu-view-\w+/.exec(text)![0]);
  } finally {
    process.emit("SIGINT");
    await run;
  }
}

const post = async (api: string, key: string, body: object) => {
  const response = await fetch(`${api}/connections`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

const custom = (connectionName: string, BASE_URL = "https://x") => ({
  provider: "API",
  connectionName,
  fields: { BASE_URL, API_KEY: "sk-0123456789" },
});
const openAi = (connectionName: string) => ({
  provider: "Open AI",
  connectionName,
  model: "GPT-4o",
  fields: { API_KEY: "sk-0123456789" },
});

test("its flags imitate a platform that normalises, refuses in its own style, and leaves properties out", async () => {
  const flags = ["--canonical-forms", "slash,lowerCase,prefix", "--error-style", "platform"];
  const more = ["--duplicate-status", "412", "--custom-api-model", "--omit", "createdOn,status"];
  await withCommand([...flags, ...more], async (api, key, viewOnlyKey) => {
    const created = await post(api, key, openAi("gpt"));
    expect(created.json).toEqual({
      connectionId: expect.any(String),
      connectionName: "gpt",
      provider: "Open AI",
      model: "models/gpt-4o",
      fields: { API_KEY: expect.any(String) },
    });
    expect((await post(api, key, custom("own"))).json).toMatchObject({
      model: "custom",
      fields: { BASE_URL: "https://x/" },
    });
    const duplicate = await post(api, key, openAi("gpt"));
    expect([duplicate.status, duplicate.json["errors"]]).toEqual([
      412,
      [{ code: 412, msg: "A connection with this name exists." }],
    ]);
    expect((await post(api, viewOnlyKey, openAi("other"))).status).toBe(401);
  });
});

test("--custom-api imitates an older platform", async () => {
  const sent = { provider: "API", connectionName: "gateway", endpointUrl: "https://x", headers: [] };
  await withCommand(["--custom-api", "unknown"], async (api, key) => {
    const { status, json } = await post(api, key, sent);
    expect([status, JSON.stringify(json)]).toEqual([
      400,
      expect.stringContaining("unknown property endpointUrl"),
    ]);
  });
});

test("its flags cap lists, and accept duplicates", async () => {
  const flags = [
    "--largest-limit",
    "1",
    "--larger-limit",
    "refused",
    "--no-unique-names",
    "--no-unique-keys",
  ];
  await withCommand(flags, async (api, key) => {
    for (let time = 0; time < 2; time++) expect((await post(api, key, openAi("gpt"))).status).toBe(200);
    const list = (query: string) => fetch(`${api}/connections${query}`, { headers: { "x-api-key": key } });
    expect(await (await list("")).json()).toMatchObject({ connections: { length: 1 }, total: 2 });
    expect((await list("?limit=2")).status).toBe(400);
  });
});

test("without flags, duplicates get a 409", async () => {
  await withCommand([], async (api, key) => {
    await post(api, key, openAi("gpt"));
    expect((await post(api, key, openAi("gpt"))).status).toBe(409);
    expect((await post(api, key, openAi("other"))).status).toBe(409);
  });
});

test.each([
  ["--canonical-forms", "slash,upper", "canonicalForms.1: must be slash, lowerCase, prefix or keyOrder"],
  ["--duplicate-status", "404", "duplicateStatus: must be 400, 409 or 412"],
  ["--duplicate-status", "abc", "duplicateStatus: must be 400, 409 or 412"],
  ["--largest-limit", "0", "largestLimit: must be 1 or more"],
  ["--largest-limit", "many", "largestLimit: must be a whole number"],
  ["--omit", "provider", "omit.0: must be model, status, fields, createdOn, modifiedOn or total"],
])("%s %s gives one sentence and exit code 1", async (flag, value, problem) => {
  expect(await runCommand(["emulator", flag, value])).toEqual({
    out: "",
    err: `Could not start the emulator: ${problem}.\n`,
    exit: 1,
  });
});

test.each([
  ["--error-style", "html", "simple, platform"],
  ["--custom-api", "clear", "masked, plaintext, hidden, unknown"],
  ["--larger-limit", "more", "fewer, refused"],
])("%s %s gives one sentence with the allowed values and exit code 2", async (flag, value, allowed) => {
  const { err, exit } = await runCommand(["emulator", flag, value]);
  expect(err).toMatch(
    new RegExp(
      `^error: option '${flag} <\\w+>' argument '${value}' is invalid. Allowed choices are ${allowed}.\n`,
    ),
  );
  expect(exit).toBe(2);
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
