// The start of the native provider, as it is built: the code that it compiled is kept for the next start.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "../..");

let modules: string;
let plugin: string;

beforeEach(() => {
  modules = mkdtempSync(join(tmpdir(), "plugin-start-"));
  const installed = join(modules, "node_modules/pulumi-model-connections");
  plugin = join(installed, "dist/provider/plugin");
  const built = join(repository, "dist/provider");
  cpSync(built, join(installed, "dist/provider"), {
    recursive: true,
    filter: (file) => !/compiled/.test(file),
  });
  cpSync(join(repository, "package.json"), join(installed, "package.json"));
  mkdirSync(join(modules, "node_modules/@pulumi"));
  const sdk = "node_modules/@pulumi/pulumi";
  symlinkSync(join(repository, sdk), join(modules, sdk));
});
afterEach(() => rmSync(modules, { recursive: true }));

/** Starts the provider, ends it as the engine does, and returns what it wrote. */
async function startAndEnd(): Promise<{ port: string; errors: string }> {
  const provider = spawn(process.execPath, [join(plugin, "main.js")], { stdio: "pipe" });
  let errors = "";
  provider.stderr.on("data", (text) => (errors += String(text)));
  const [port] = (await once(provider.stdout, "data")) as [Buffer];
  provider.kill("SIGINT");
  await once(provider, "close");
  return { port: String(port), errors };
}

test("the compiled code is kept beside the code", async () => {
  await startAndEnd();
  expect(existsSync(join(plugin, "compiled"))).toBe(true);
});

test("where nothing can be kept, the provider starts all the same, without a word", async () => {
  writeFileSync(join(plugin, "compiled"), "");
  expect(await startAndEnd()).toEqual({ port: expect.stringMatching(/^\d+\n$/), errors: "" });
});
