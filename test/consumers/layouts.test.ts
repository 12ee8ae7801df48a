// The packed file in projects of users: each package manager, both Nodes, the oldest and the newest SDK and compiler.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies, peerDependencies } from "../../package.json";
import { pack } from "../support/package";
import { idFor, onPlatform, startPlatform } from "../support/platform";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { type Manager, type NodeMajor, compile, install, writeJson } from "./installation";
import { PROGRAMS, type Program } from "./programs";

// Installing what Pulumi's SDK brings along.
jest.setTimeout(300_000);

const oldestSdk = peerDependencies["@pulumi/pulumi"].replace("^", "");
const newestSdk = devDependencies["@pulumi/pulumi"];

interface Layout {
  readonly manager: Manager;
  readonly node: NodeMajor;
  readonly sdk: string;
  readonly typescript: string;
}

const layouts: Layout[] = [
  { manager: "npm", node: 24, sdk: newestSdk, typescript: devDependencies.typescript },
  { manager: "npm", node: 22, sdk: oldestSdk, typescript: "5.9.3" },
  { manager: "pnpm", node: 22, sdk: newestSdk, typescript: "5.9.3" },
  { manager: "yarn", node: 24, sdk: oldestSdk, typescript: "5.9.3" },
];

describe.each(layouts)("$manager, Node $node, SDK $sdk, TypeScript $typescript", (layout) => {
  let stack: EngineStack;
  let emulator: Awaited<ReturnType<typeof startPlatform>>;

  const manifestFor = ({ type, main }: Pick<Program, "type" | "main">) => ({
    ...{ name: "consumer", private: true, type, main },
    dependencies: { "@pulumi/pulumi": layout.sdk, "pulumi-model-connections": `file:${packed}` },
    devDependencies: { typescript: layout.typescript, "@types/node": "22.20.5" },
  });

  beforeAll(async () => {
    emulator = await startPlatform();
    const { host, apiKey } = emulator;
    stack = await EngineStack.create({ host, apiKey, program: "", runtime: "typescript" });
    install(stack, layout.manager, layout.node, manifestFor(PROGRAMS[0]!));
  });
  afterAll(() => stack.remove());

  test.each(PROGRAMS)("a program in $kind compiles and makes its connection", async (program) => {
    const name = program.kind.replaceAll(" ", "-").toLowerCase();
    writeJson(stack.folder, "package.json", manifestFor(program));
    writeJson(stack.folder, "Pulumi.yaml", { name: stack.project, runtime: "nodejs" });
    for (const file of ["index.ts", "index.js", "tsconfig.json"])
      rmSync(join(stack.folder, file), { force: true });
    writeFileSync(join(stack.folder, program.main), program.text(name));
    if (program.compilerOptions !== undefined) {
      writeJson(stack.folder, "tsconfig.json", optionsFor(program, layout));
      expect(compile(stack)).toBe("");
    }
    expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
    expect(onPlatform(emulator, idFor(emulator, name)).fields["API_KEY"]).toBe(`sk-of-${name}`);
  });
});

const packed = pack(mkdtempSync(join(runFolder(), "packed-"))).file;

function optionsFor({ compilerOptions }: Program, { manager, typescript }: Layout) {
  // TypeScript 6 refuses the template's moduleResolution without the one, and looks for no types by itself.
  if (typescript.startsWith("6"))
    return withOptions({ ...compilerOptions, ignoreDeprecations: "6.0", types: ["node"] });
  // All types that yarn puts on the top level, which TypeScript 5 takes by itself, don't fit together: README, Limits.
  return withOptions(manager === "yarn" ? { ...compilerOptions, types: ["node"] } : { ...compilerOptions });
}

const withOptions = (compilerOptions: object) => ({ compilerOptions, files: ["index.ts"] });
