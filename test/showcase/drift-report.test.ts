// The drift report: one true line for each connection that changed, a headline, and where the host comes from.
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onPlatform, startPlatform, writesTo } from "../support/platform";
import { until } from "../support/processes";
import {
  anthropic,
  azure,
  connections,
  customApi,
  keyOf,
  keysFor,
  ofEachProvider,
  openAi,
  withSecretKeys,
} from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { pipelineOn } from "./pipeline";

const declared = {
  rekeyed: openAi,
  replaced: customApi,
  renamed: anthropic,
  remodelled: azure,
  off: { ...openAi, model: "gpt-off", status: "ACTIVE" },
  deleted: { ...openAi, model: "gpt-deleted" },
  same: { ...openAi, model: "gpt-same" },
};
const NEW_ONE =
  "pulumi up --refresh creates a new connection, and this one remains, unless the program has the same";

/** The lines at the start of the report. */
function linesOf(report: string): string[] {
  return /^Changed outside Pulumi.*\n\n~~~~text\n([^]*?)\n~~~~$/m.exec(report)?.[1]?.split("\n") ?? [];
}

/** A stack in which everything has drifted that can. */
async function drifted() {
  // A platform that accepts each key only once refuses the connection that replaces a renamed one.
  const made = await pipelineOn({ program: connections(declared) }, { uniqueKeys: false });
  const { emulator, stack, step, changing } = made;
  expect(await step("deploy", changing(""))).toMatchObject({ code: 0 });
  const ids = await identities(stack);
  const { console } = emulator;
  console.exchangeKey(ids["rekeyed"]!.id, "zz-of-somebody-else");
  console.exchangeKey(ids["replaced"]!.id, "zz-of-somebody-else");
  console.rename(ids["renamed"]!.id, "Renamed");
  console.changeModel(ids["remodelled"]!.id, "gpt-other");
  console.setStatus(ids["off"]!.id, "INACTIVE");
  console.remove(ids["deleted"]!.id);
  const label = (name: string) => `"${ids[name]!.name}" (${ids[name]!.id})`;
  emulator.clearJournal();
  return { ...made, ids, label };
}

test.each(["dash", "bash"])(
  "%s: every kind of drift at once is one line for each connection, and the next deploy does what the lines say",
  async (shell) => {
    const { emulator, stack, step, looking, changing, report, ids, label } = await drifted();
    expect(await step("drift", looking, shell)).toMatchObject({ code: 2 });
    expect(report()).toMatch(/^# Drift\n/);
    expect(linesOf(report())).toEqual(
      [
        `${label("rekeyed")}: key changed outside Pulumi; pulumi up --refresh sends the program's key again`,
        `${label("replaced")}: key changed outside Pulumi; ${NEW_ONE}`,
        `${label("renamed")}: renamed to "Renamed"; ${NEW_ONE}`,
        `${label("remodelled")}: model is now "gpt-other"; ${NEW_ONE}`,
        `${label("off")}: switched off; pulumi up --refresh fails until it is switched on in the platform's console`,
        `${label("deleted")}: deleted on the platform; pulumi up --refresh creates a new connection, unless adopt is true`,
      ].sort(),
    );
    expect(writesTo(emulator)).toEqual([]);

    const refused = await step("deploy", changing(""), shell);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.output).toContain("switch the connection on in the platform's console");
    emulator.console.setStatus(ids["off"]!.id, "ACTIVE");
    expect(await step("deploy", changing(""), shell)).toMatchObject({ code: 0 });
    const now = await identities(stack);
    for (const name of ["rekeyed", "off", "same"]) expect(now[name]).toEqual(ids[name]);
    expect(onPlatform(emulator, ids["rekeyed"]!.id).fields["API_KEY"]).toBe(openAi.apiKey);
    for (const name of ["replaced", "renamed", "remodelled", "deleted"])
      expect(now[name]!.id).not.toBe(ids[name]!.id);
    for (const name of ["replaced", "renamed", "remodelled"]) onPlatform(emulator, ids[name]!.id);
    expect(emulator.connections()).toHaveLength(10);
    expect(await step("drift", looking, shell)).toMatchObject({ code: 0 });
    expect(report()).toMatch(/^# No drift\n/);
    expect(linesOf(report())).toEqual([]);
  },
);

test("a connection that can't be read fails the check, and the lines of the others are in the report", async () => {
  const { emulator, step, looking, report, ids, label } = await drifted();
  emulator.faults.inject({
    on: { operation: "get", connectionId: ids["same"]!.id },
    fault: { kind: "status", status: 500 },
    times: Infinity,
  });
  expect(await step("drift", looking)).toMatchObject({ code: 1 });
  expect(report()).toMatch(/^# The drift check failed\n/);
  expect(report()).toContain(`Could not read model connection ${label("same")}`);
  expect(linesOf(report())).toHaveLength(6);
});

describe.each(["dash", "bash"])("%s", (shell) => {
  test("the report names the host that was asked, and where it comes from", async () => {
    const { emulator, stack, step, looking, changing, report } = await one();
    expect(await step("deploy", changing(""), shell)).toMatchObject({ code: 0 });
    const other = await startPlatform();
    const asked = (host: string, from: string) => `\n\nStack dev. Platform ${host}, from ${from}.\n\n`;

    await stack.setConfig({ "model-connections:host": `http://${emulator.host}/` });
    expect(await step("drift", looking, shell)).toMatchObject({ code: 0 });
    expect(report()).toContain(asked(`http://${emulator.host}/`, "the setting model-connections:host"));
    await stack.setConfig({ "model-connections:host": other.host });
    expect(await step("drift", looking, shell)).toMatchObject({ code: 1 });
    expect(report()).toBe(
      `# The drift check failed\n\nStack dev.\n\n~~~~text\nerror: the setting model-connections:host is ${other.host}, and MODEL_CONNECTIONS_HOST is ${emulator.host}. Make them equal.\n~~~~\n`,
    );
    await stack.run("config", "rm", "model-connections:host");
    expect(await step("drift", looking, shell)).toMatchObject({ code: 0 });
    expect(report()).toContain(asked(emulator.host, "MODEL_CONNECTIONS_HOST"));
    // A stack needs no file at all.
    rmSync(join(stack.folder, "Pulumi.dev.yaml"));
    expect(await step("drift", looking, shell)).toMatchObject({ code: 0 });
    expect(await step("deploy", { ...changing(""), KEY_VERSION: "7" }, shell)).toMatchObject({ code: 0 });
    expect(readdirSync(stack.folder)).not.toContain("Pulumi.dev.yaml");
    expect(other.journal()).toEqual([]);
  });

  test("each failure of the check has exit code 1 and its headline, and wrong usage 64", async () => {
    const { emulator, stack, step, looking, changing, report } = await one();
    await stack.setConfig({ "model-connections:maxRetries": "0" });
    expect(await step("deploy", changing(""), shell)).toMatchObject({ code: 0 });
    const failed = async (env: Record<string, string>, said: string) => {
      expect(await step("drift", env, shell)).toMatchObject({ code: 1 });
      expect(report()).toMatch(/^# The drift check failed\n\nStack \w+\./);
      expect(report()).toContain(said);
    };
    await failed({ MODEL_CONNECTIONS_API_KEY: "no-key-of-the-platform" }, "status 401");
    await failed({ ...looking, PULUMI_STACK: "unknown" }, "no stack named 'unknown' found");
    await failed({ PULUMI_STACK: "dev", PULUMI_CONFIG_PASSPHRASE: "wrong" }, "incorrect passphrase");
    await failed({ PULUMI_CONFIG_PASSPHRASE: "scratch", PATH: "/usr/bin:/bin" }, "pulumi: ");
    expect(report()).not.toContain("Platform");
    delete stack.env["PATH"];

    const rotated = await step("rotate", { ...changing(""), KEY_VERSION: "" }, shell);
    expect(rotated).toMatchObject({
      code: 64,
      output: "KEY_VERSION must name the version of the keys to send\n",
    });
    delete stack.env["MODEL_CONNECTIONS_HOST"];
    expect(await step("drift", looking, shell)).toMatchObject({ code: 64 });

    await emulator.stop();
    await failed({ MODEL_CONNECTIONS_HOST: emulator.host }, `ECONNREFUSED`);
  });

  test.each([
    ["SIGTERM", "the script"],
    ["SIGINT", "its process group"],
  ] as const)("%s to %s ends with 1, and leaves no temporary files", async (signal, to) => {
    const { emulator, stack, step, looking, changing } = await one();
    expect(await step("deploy", changing(""), shell)).toMatchObject({ code: 0 });
    emulator.clearJournal();
    emulator.faults.inject({ on: { operation: "get" }, fault: { kind: "slow", milliseconds: 2_000 } });
    Object.assign(stack.env, looking);
    const ended = stack.exec(shell, "-c", `echo $$ >pid; exec ${shell} model-connections.sh drift`);
    await until("a request", () => emulator.journal().length > 0);
    const pid = Number(readFileSync(join(stack.folder, "pid"), "utf8"));
    expect(copies(stack)).toHaveLength(1);
    process.kill(to === "the script" ? pid : -pid, signal);
    expect(await ended).toMatchObject({ code: 1 });
    expect(copies(stack)).toEqual([]);
  });

  test("a report that can't be written is a failure", async () => {
    const { stack, step, looking, changing } = await one();
    expect(await step("deploy", changing(""), shell)).toMatchObject({ code: 0 });
    mkdirSync(join(stack.folder, "drift.md"));
    expect(await step("drift", looking, shell)).toMatchObject({ code: 1 });
  });
});

test("a stack's file that the script doesn't find is wrong usage, and nothing is deployed", async () => {
  const { emulator, stack, step, changing } = await one();
  await stack.setConfig({ "model-connections:host": emulator.host });
  mkdirSync(join(stack.folder, "settings"));
  renameSync(join(stack.folder, "Pulumi.dev.yaml"), join(stack.folder, "settings/Pulumi.dev.yaml"));
  const project = join(stack.folder, "Pulumi.yaml");
  const settings: object = JSON.parse(readFileSync(project, "utf8"));
  writeFileSync(project, JSON.stringify({ ...settings, stackConfigDir: "settings" }));
  expect(await step("deploy", changing(""))).toMatchObject({
    code: 64,
    output: expect.stringContaining("The stack's settings are not in Pulumi.dev.yaml."),
  });
  expect(emulator.journal()).toEqual([]);
});

test("a key change that an earlier refresh recorded is drift until a deploy sends the key", async () => {
  const { emulator, stack, step, looking, changing, report } = await one();
  expect(await step("deploy", changing(""))).toMatchObject({ code: 0 });
  emulator.console.exchangeKey(emulator.connections()[0]!.connectionId, "zz-of-somebody-else");
  await stack.refresh();
  for (let run = 0; run < 2; run++) {
    expect(await step("drift", looking)).toMatchObject({ code: 2 });
    expect(report()).toMatch(/^# Drift\n/);
  }
  expect(await step("deploy", changing(""))).toMatchObject({ code: 0 });
  expect(await step("drift", looking)).toMatchObject({ code: 0 });
});

test("secrets in the stack's file are read from the copy, and the file stays as it is", async () => {
  const { emulator, stack, step, looking, changing } = await pipelineOn({
    program: withSecretKeys({ one: ofEachProvider.openAi }),
    secrets: keysFor({ one: {} }),
  });
  const file = () => readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8");
  const before = file();
  expect(before).toContain("encryptionsalt: ");
  expect(await step("deploy", { ...changing(""), KEY_VERSION: "7" })).toMatchObject({ code: 0 });
  expect(emulator.connections().map(({ fields }) => fields["API_KEY"])).toEqual([keyOf("one")]);
  expect(await step("drift", looking)).toMatchObject({ code: 0 });
  expect(file()).toBe(before);
});

/** A stack with one connection. */
function one() {
  return pipelineOn({ program: connections({ one: openAi }) });
}

/** The folders in which the script keeps its copy of the stack's file. */
function copies(stack: EngineStack): string[] {
  return globSync("../tmp/*/stack.yaml", { cwd: stack.folder });
}
