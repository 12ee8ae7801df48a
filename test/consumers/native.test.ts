// The packed file in an empty folder, with the commands of docs/other-languages.md: programs in YAML and Go.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { generateSdks, goEnvironment, putGoProject } from "../support/go";
import { succeeded } from "../support/outcomes";
import { pack } from "../support/package";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { userEnvironment } from "./installation";

// Installing what Pulumi's SDK brings along; compiling Pulumi's SDK for Go.
jest.setTimeout(900_000);

const packed = pack(mkdtempSync(join(runFolder(), "packed-"))).file;
const example = (name: string) => join(__dirname, "../../examples", name);
const PNPM = ["exec", "--yes", "--package=pnpm@12.21.0", "--", "pnpm", "add", "--ignore-scripts"];

const emulators: ChildProcess[] = [];
afterAll(async () => {
  for (const emulator of emulators) {
    emulator.kill();
    await once(emulator, "exit");
  }
});

/** A stack in a folder with nothing but the example's files, after `npm init -y`. */
async function emptyProject(name: string): Promise<EngineStack> {
  const stack = await EngineStack.create({
    ...{ program: "", project: name, runtime: "yaml", timeoutMs: 400_000 },
    secrets: { [`${name}:openaiKey`]: "sk-of-the-example" },
  });
  for (const file of ["node_modules", "package.json", "Main.yaml"])
    rmSync(join(stack.folder, file), { recursive: true });
  cpSync(example(name), stack.folder, { recursive: true, filter: (path) => !path.includes("/sdks") });
  npm(stack, "init", "-y");
  return stack;
}

function npm({ folder }: EngineStack, ...args: string[]): void {
  const { status, stderr } = spawnSync("npm", args, {
    ...{ cwd: folder, encoding: "utf8", env: userEnvironment() },
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed:\n${stderr}`);
}

/** The package's own emulator, and the stack's settings as it prints them. */
async function emulate(stack: EngineStack): Promise<{ host: string; key: string }> {
  const emulator = spawn(join(stack.folder, "node_modules/.bin/pulumi-model-connections"), ["emulator"], {
    cwd: stack.folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  emulators.push(emulator);
  let printed = "";
  for await (const chunk of emulator.stdout) {
    printed += String(chunk);
    const [, host, key] =
      /model-connections:host (\S+)\n[^]*model-connections:apiKey (\S+)\n/.exec(printed) ?? [];
    if (host === undefined || key === undefined) continue;
    await stack.setConfig(
      { "model-connections:host": host },
      { secrets: { "model-connections:apiKey": key } },
    );
    return { host, key };
  }
  throw new Error(`The emulator ended:\n${printed}`);
}

/** Created, unchanged, and there on the platform. */
async function expectConnection(stack: EngineStack): Promise<void> {
  const { host, key } = await emulate(stack);
  expect(succeeded(await stack.up()).plan).toEqual({ create: 1 });
  expect(succeeded(await stack.up("--expect-no-changes")).plan).toEqual({ same: 1 });
  const response = await fetch(`http://${host}/api/public/connections`, { headers: { "x-api-key": key } });
  const id = JSON.parse((await stack.run("stack", "output", "connectionId", "--json")).stdout) as string;
  expect(await response.text()).toContain(id);
  expect(stack.providers()).toEqual([]);
}

test("YAML, installed with npm", async () => {
  const stack = await emptyProject("yaml-quickstart");
  npm(stack, "install", packed);
  await expectConnection(stack);
});

test("YAML, installed with pnpm", async () => {
  const stack = await emptyProject("yaml-quickstart");
  npm(stack, ...PNPM, packed);
  await expectConnection(stack);
});

test("Go, installed with npm, with the SDK that `pulumi package add` would write", async () => {
  const stack = await emptyProject("go-quickstart");
  npm(stack, "install", packed);
  Object.assign(stack.env, goEnvironment());
  putGoProject(stack.folder, generateSdks());
  await expectConnection(stack);
});

test("in YAML, `pulumi package add` with the path of the npm bin succeeds, and the program still runs", async () => {
  const stack = await emptyProject("yaml-quickstart");
  npm(stack, "install", packed);
  succeeded(await stack.run("package", "add", "./node_modules/.bin/pulumi-resource-model-connections"));
  expect(readFileSync(join(stack.folder, "Pulumi.yaml"), "utf8")).toContain("packages:");
  await expectConnection(stack);
});
