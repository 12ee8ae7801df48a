// A component library brings the package along: enough where it is hoisted, and elsewhere the program has to name it too.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { pack } from "../support/package";
import { startPlatform } from "../support/platform";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { type Manager, install, writeJson } from "./installation";

// Installing what Pulumi's SDK brings along.
jest.setTimeout(300_000);

const scratch = mkdtempSync(join(runFolder(), "library-"));
const packed = pack(scratch).file;
const library = packLibrary();

const program = `const { Team } = require("team-connections");
new Team("support");
`;

/** A project whose program uses the library alone. */
async function installed(manager: Manager, dependencies: Record<string, string> = {}) {
  const emulator = await startPlatform();
  const { host, apiKey } = emulator;
  const stack = await EngineStack.create({ host, apiKey, program });
  install(stack, manager, 24, {
    ...{ name: "consumer", private: true, main: "index.js" },
    dependencies: {
      "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
      "team-connections": `file:${library}`,
      ...dependencies,
    },
  });
  return { emulator, stack };
}

test("npm hoists it: the library alone is enough", async () => {
  const { emulator, stack } = await installed("npm");
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(emulator.connections()).toHaveLength(1);
});

test("pnpm doesn't: preview says what to add, and with that it works", async () => {
  const alone = await installed("pnpm");
  const { code, output } = await alone.stack.preview();
  expect(code).not.toBe(0);
  expect(output).toContain("Add it to the dependencies in the package.json of this program");
  expect(alone.emulator.journal()).toEqual([]);

  const { emulator, stack } = await installed("pnpm", { "pulumi-model-connections": `file:${packed}` });
  expect(await stack.up()).toMatchObject({ code: 0, plan: { create: 1 } });
  expect(emulator.connections()).toHaveLength(1);
});

function packLibrary(): string {
  const folder = join(scratch, "team-connections");
  mkdirSync(folder);
  writeJson(folder, "package.json", {
    ...{ name: "team-connections", version: "1.0.0", main: "index.js" },
    dependencies: { "pulumi-model-connections": `file:${packed}` },
    peerDependencies: { "@pulumi/pulumi": "^3.216.0" },
  });
  writeFileSync(
    join(folder, "index.js"),
    `const pulumi = require("@pulumi/pulumi");
const { ModelConnection } = require("pulumi-model-connections");

exports.Team = class Team extends pulumi.ComponentResource {
  constructor(team) {
    super("library:index:Team", team);
    new ModelConnection(team, { provider: "Open AI", model: "gpt-4o", apiKey: "sk-of-" + team }, { parent: this });
    this.registerOutputs();
  }
};
`,
  );
  execFileSync("npm", ["pack", "--silent"], { cwd: folder });
  return join(folder, "team-connections-1.0.0.tgz");
}
