// The provider process watches its engine and ends with it; no other process is ever ended.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EngineWatch } from "../../provider/model-connection/engine-watch";
import { failureOf } from "./platform";

const realExitCode = process.exitCode;

afterEach(() => {
  process.exitCode = realExitCode;
});

const watchOf = (script: string, ...address: string[]) => new EngineWatch(["node", script, ...address]);

/** A listener that counts connections. */
async function listener() {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((done) => server.close(done));
  return { port, connections: () => connections, close };
}

const provider = "/p/node_modules/@pulumi/pulumi/cmd/dynamic-provider";

test.each([
  provider,
  `${provider}/`,
  `${provider}/index.js`,
  "C:\\p\\@pulumi\\pulumi\\cmd\\dynamic-provider\\index.js",
])("a process run as %s connects to its engine", async (script) => {
  const engine = await listener();
  await watchOf(script, `127.0.0.1:${engine.port}`).assertAlive();
  expect(engine.connections()).toBe(1);
  await engine.close();
});

test.each([
  ["a test runner", "/p/node_modules/jest/bin/jest.js", "PORT"],
  ["a program with a similar name", "/p/my-cmd/dynamic-provider.js", "PORT"],
  ["a folder with a similar name", "/p/mycmd/dynamic-provider", "PORT"],
  ["a file beside it", `${provider}/other.js`, "PORT"],
  ["the provider without an address", provider, undefined],
  ["the provider with no port", provider, "127.0.0.1"],
])("%s does not watch for an engine", async (_, script, address) => {
  const engine = await listener();
  const parts = address === undefined ? [] : [address.replace("PORT", `127.0.0.1:${engine.port}`)];
  const exit = jest.spyOn(process, "exit").mockImplementation();
  const timer = jest.spyOn(globalThis, "setInterval");
  const watch = watchOf(script, ...parts);
  watch.start();
  await watch.assertAlive();
  expect([engine.connections(), exit.mock.calls, timer.mock.calls]).toEqual([0, [], []]);
  await engine.close();
  await watch.assertAlive();
});

test("an engine that was seen within 50 ms isn't connected to again", async () => {
  const engine = await listener();
  let now = 0;
  const watch = new EngineWatch(["node", provider, `127.0.0.1:${engine.port}`], () => now);
  await watch.assertAlive();
  now = 49;
  await Promise.all([watch.assertAlive(), watch.assertAlive()]);
  expect(engine.connections()).toBe(1);
  now = 51;
  await watch.assertAlive();
  expect(engine.connections()).toBe(2);
  await engine.close();
});

test("only a refused connection means that the engine is gone", async () => {
  await watchOf(provider, "nowhere.invalid:1").assertAlive();
});

test("an engine that refuses two connections is gone: nothing more is sent, and the process ends", async () => {
  const engine = await listener();
  await engine.close();
  const ended = new Promise((done) => {
    jest.spyOn(process, "exit").mockImplementation((code) => {
      done(code);
      return undefined as never;
    });
  });
  expect((await failureOf(watchOf(provider, `127.0.0.1:${engine.port}`).assertAlive())).name).toBe(
    "EngineGoneError",
  );
  expect(await ended).toBe(1);
});

/** A process as the SDK or a user starts it, with the hooks loaded from source. */
function processWith(folder: string, script: string, port: number, then: string) {
  const path = join(folder, script);
  mkdirSync(dirname(path), { recursive: true });
  const typescript = JSON.stringify(require.resolve("typescript"));
  const text = `
    const ts = require(${typescript});
    require.extensions[".ts"] = (module, file) => module._compile(ts.transpileModule(
      require("node:fs").readFileSync(file, "utf8"), { compilerOptions: { module: "commonjs", target: "es2024" } }).outputText, file);
    const { hooks } = require(${JSON.stringify(join(__dirname, "../../provider/hooks.ts"))});
    ${then}`;
  writeFileSync(path, text);
  const child = spawn(process.execPath, [path, `127.0.0.1:${port}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (part) => (said += String(part)));
  return new Promise<{ code: number | null; said: string }>((done) => {
    child.on("close", (code) => done({ code, said }));
  });
}

describe("in a separate process", () => {
  const busy = `console.log("loaded"); const on = setInterval(() => {}, 1000);`;
  const busyForAWhile = `${busy} setTimeout(() => clearInterval(on), 3_500);`;
  const script = "cmd/dynamic-provider/index.js";
  let folder: string;
  let engine: Awaited<ReturnType<typeof listener>>;
  let ends: Record<"orphan" | "idle" | "served" | "user", ReturnType<typeof processWith>>;

  // All at once, because each must wait for the watch.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "engine-"));
    engine = await listener();
    const gone = await listener();
    await gone.close();
    ends = {
      orphan: processWith(join(folder, "orphan"), script, gone.port, busy),
      idle: processWith(join(folder, "idle"), script, engine.port, ""),
      served: processWith(join(folder, "served"), script, engine.port, busyForAWhile),
      user: processWith(join(folder, "user"), "user.test.js", gone.port, busyForAWhile),
    };
  });
  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  test("a provider process whose engine is gone ends", async () => {
    expect(await ends.orphan).toEqual({ code: 1, said: "loaded\n" });
  });

  test("a provider process with an engine is not ended, and the watch keeps no process alive", async () => {
    expect(await ends.idle).toEqual({ code: 0, said: "" });
    expect(await ends.served).toEqual({ code: 0, said: "loaded\n" });
    expect(engine.connections()).toBe(1);
  });

  test("a user's test that loads the hooks is never ended, whatever its arguments", async () => {
    expect(await ends.user).toEqual({ code: 0, said: "loaded\n" });
  });
});
