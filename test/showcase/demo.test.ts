// The demo as `npm run demo` starts it: its steps, its exit codes, and that it leaves nothing behind.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "../support/command";
import { startPlatform } from "../support/platform";
import { processesInside } from "../support/processes";
import { runFolder } from "../support/run-folder";

// Thirteen commands of the CLI, one after the other.
jest.setTimeout(420_000);

const repository = join(__dirname, "../..");

/** In its own temporary folder, which is empty after the demo has cleaned up. */
function start(args: string[] = [], env: Record<string, string> = {}) {
  const tmp = mkdtempSync(join(runFolder(), "demo-"));
  const demo = new Command({
    command: process.execPath,
    args: ["--no-warnings", join(repository, "tools/demo.mts"), ...args],
    cwd: tmp,
    env: { ...(process.env as Record<string, string>), NO_COLOR: "1", TMPDIR: tmp, ...env },
    timeoutMs: 400_000,
  });
  const left = () => [...readdirSync(tmp), ...processesInside(tmp).map(({ command }) => command)];
  return Object.assign(demo, { left });
}

test("the demo runs to the end and leaves nothing", async () => {
  const before = readdirSync(repository);
  const demo = start();
  const { code, output } = await demo.end();
  expect(code).toBe(0);
  const told = output.split("\n").filter((line) => /^(\$ pulumi|✓)/.test(line));
  expect(told.map((line) => line.replace(/ (\\|--secret \w+ .*)$/, ""))).toEqual([
    "$ pulumi stack init dev",
    "$ pulumi config set-all",
    "$ pulumi up --yes",
    "✓ Four connections in the state, and on the platform, each created by one POST.",
    "$ pulumi refresh --yes --skip-preview",
    "✓ Found: gpt4o's model and claude's key.",
    "$ pulumi up --yes --skip-preview",
    "✓ gpt4o has its model again, in a new connection; claude has its key again, in the same one.",
    "$ pulumi config set",
    "$ pulumi up --yes --skip-preview",
    expect.stringMatching(/^✓ cn-\S+ has the new key\.$/),
    "$ pulumi up --yes --skip-preview --refresh --expect-no-changes",
    "✓ No changes, and no requests except one GET for each connection.",
    "$ pulumi destroy --yes --skip-preview",
    "✓ The stack is empty, and every connection is still on the platform.",
  ]);
  expect(output).toMatch(/^ +apiKeyDrift of claude: may have changed outside Pulumi/m);
  expect(output).toMatch(/^Its console, for a browser, .*http:\/\/127\.0\.0\.1:\d+\/emulator$/m);
  expect(output).toContain("5 connections created by 5 POSTs, none sent twice; 2 keys sent by PATCH");
  expect(demo.left()).toEqual([]);
  expect(readdirSync(repository)).toEqual(before);
  // The recording in the README shows the same steps.
  const check = [join(repository, "tools/recording.mts"), "--check"];
  execFileSync(process.execPath, check, { input: output, stdio: ["pipe", "ignore", "inherit"] });
});

test("Ctrl-C during an up ends the demo by that signal and leaves nothing", async () => {
  const demo = start();
  await demo.until("creating (0s)");
  // The terminal and npm both send it.
  demo.kill("SIGINT");
  demo.kill("SIGINT");
  expect(await demo.end()).toMatchObject({ signal: "SIGINT", output: expect.stringContaining("Stopped") });
  expect(demo.left()).toEqual([]);
});

test("with --host, an unexpected request count fails the demo, and the connections that stay are listed", async () => {
  const emulator = await startPlatform();
  emulator.faults.inject({ on: { operation: "create" }, fault: { kind: "reset" } });
  const demo = start(["--host", emulator.host], { MODEL_CONNECTIONS_API_KEY: emulator.apiKey });
  const { code, output } = await demo.end();
  expect(code).toBe(1);
  expect(output).toContain("✗ Expected 4 create requests, but 5 were sent.");
  expect(output).not.toContain(emulator.apiKey);
  const [, stays = ""] = output.split(`── What stays on ${emulator.host}`);
  const there = emulator.connections();
  expect(there).toHaveLength(4);
  for (const { connectionId, connectionName } of there)
    expect(stays).toContain(`${connectionId}  ${connectionName}`);
  expect(demo.left()).toEqual([]);
});

test("without a key, or with a wrong one, nothing is created and one sentence says why", async () => {
  const emulator = await startPlatform();
  const keyless = await start(["--host", emulator.host], { MODEL_CONNECTIONS_API_KEY: "" }).end();
  expect(keyless).toMatchObject({ code: 1 });
  expect(keyless.output).toContain("--host needs the platform's key in MODEL_CONNECTIONS_API_KEY.");
  const wrong = start(["--host", emulator.host], { MODEL_CONNECTIONS_API_KEY: "wrong" });
  expect(await wrong.end()).toMatchObject({ code: 1, output: expect.stringContaining("did not accept") });
  expect(wrong.left()).toEqual([]);
  expect((await start(["--hots"]).end()).code).toBe(2);
});
