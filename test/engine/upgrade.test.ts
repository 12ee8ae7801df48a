// A state recorded by each release works with the current code: refresh, up, rotation, replacement, destroy.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { version as current } from "../../package.json";
import { connectionType, nativeType } from "../support/event-log";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { onPlatform, requests } from "../support/platform";
import { ofEachProvider } from "../support/program";
import { runFolder } from "../support/run-folder";
import type { EngineStack } from "../support/stack";
import { type Identities, identities, managed } from "../support/state";
import { yamlConnections } from "../support/yaml";
import {
  generation,
  newStack,
  programOf,
  record,
  type Recorded,
  recordedVersions,
  restore,
} from "./recording";

const scratch = () => mkdtempSync(join(runFolder(), "recorded-"));

/** A release records its state once, with RECORD_STATE=true; recorded states never change afterwards. */
if (process.env["RECORD_STATE"] === "true") {
  test(`the state of ${current} is recorded`, async () => {
    const stateFile = join(scratch(), "platform.json");
    const recorded = await newStack(current, stateFile);
    const { emulator, stack } = recorded;
    emulator.console.create({
      provider: "Anthropic",
      connectionName: "made in the console",
      model: "claude-1",
      fields: { API_KEY: "sk-of-the-console" },
    });
    succeeded(await stack.up());
    const ids = await identities(stack);
    emulator.console.exchangeKey(ids["auto"]!.id, "sk-changed-in-the-console");
    emulator.console.setStatus(ids["named"]!.id, "INACTIVE");
    succeeded(await stack.refresh());
    await record(current, recorded, stateFile);
  });
}

test("the state of this version is among the recorded ones", () => {
  expect(recordedVersions()).toContain(current);
});

test.each(recordedVersions())(
  "a state recorded by %s is refreshed without a change, updated, rotated, replaced and destroyed",
  async (version) => {
    const recorded = await restore(version, scratch());
    const first = await identities(recorded.stack);
    await expectSentWhatWasPending(recorded, first, version);
    await expectStatusIsStateOnly(recorded, version);
    await expectRotated(recorded, first);
    await expectReplaced(recorded, first);
    await expectDestroyed(recorded);
  },
);

// The schema has the dynamic type as an alias of the native one. A parent that YAML can't declare is an alias of the resource.
test.each(recordedVersions())(
  "a program in YAML continues a state recorded by %s: only the pending key is sent, nothing is replaced, and keys rotate",
  async (version) => {
    const recorded = await restore(version, scratch());
    const { emulator, stack } = recorded;
    const first = await identities(stack);
    requests(emulator);
    stack.use("yaml", inYaml(1, emulator));
    expect(await stack.preview()).toMatchObject({ code: 0, plan: { same: 7, update: 1 } });
    expect(requests(emulator)).toEqual({});
    expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 7, update: 1 } });
    expect(requests(emulator)).toEqual({ update: 1, get: 1 });
    expect(keyOf(recorded, "auto", first)).toBe("sk-recorded-auto-1");
    expect(Object.values(await managed(stack)).map(({ type }) => type)).toEqual(Array(8).fill(nativeType));
    await expectSettled(stack);

    Object.assign(stack.env, generation(2, 1));
    stack.program(inYaml(2, emulator));
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 7, replace: 1 } });
    const ids = await identities(stack);
    expect({ ...ids, custom: first["custom"] }).toEqual(first);
    for (const name of Object.keys(ids)) expect(keyOf(recorded, name, ids)).toBe(`sk-recorded-${name}-2`);
    await expectSettled(stack);
  },
);

/** The recorded program of the first generation, with these keys. */
function inYaml(keys: number, platform: Emulator): string {
  const apiKey = (name: string) => ({ apiKey: `sk-recorded-${name}-${keys}` });
  const openAi = (name: string) => ({ provider: "Open AI", model: `${name}-1`, ...apiKey(name) });
  const azure = (name: string) => ({ ...ofEachProvider.azure, ...apiKey(name) });
  const anthropic = { provider: "Anthropic" };
  const connections = {
    auto: openAi("auto"),
    custom: { provider: "API", baseUrl: "https://api.example.com/1", ...apiKey("custom") },
    named: { ...azure("named"), connectionName: "named by hand 1", model: "named-1" },
    adopted: { ...anthropic, connectionName: "made in the console", model: "claude-1", ...apiKey("adopted") },
    scrubbed: { ...anthropic, model: "scrubbed-1", ...apiKey("scrubbed"), deletionPolicy: "scrub" },
    fromEnvironment: {
      ...{ provider: "Open AI", model: "environment-1" },
      ...{ apiKeyEnv: "MODEL_KEY", apiKeyVersion: String(keys) },
    },
    child: { ...azure("child"), model: "GPT-4-1" },
    elsewhere: openAi("elsewhere"),
  };
  const child = `urn:pulumi:dev::scratch::scratch:index:Team$${connectionType}::child`;
  return yamlConnections(
    connections,
    { child: { aliases: [child] }, elsewhere: { provider: "explicit" } },
    { explicit: { host: platform.host, apiKey: platform.apiKey } },
  );
}

/** By logical name, the short ids of the keys in state. */
async function keyIds(stack: EngineStack): Promise<Record<string, unknown>> {
  const ids = Object.entries(await managed(stack)).map(([name, { outputs }]) => [
    name,
    outputs?.["apiKeyId"],
  ]);
  return Object.fromEntries(ids.filter(([, id]) => id !== undefined)) as Record<string, unknown>;
}

const keyOf = ({ emulator }: Recorded, name: string, ids: Identities) =>
  onPlatform(emulator, ids[name]!.id).fields["API_KEY"];

/** A refresh changes nothing, and up sends the one key that was recorded as changed outside Pulumi. */
async function expectSentWhatWasPending(recorded: Recorded, first: Identities, version: string) {
  const { stack, emulator } = recorded;
  expect(Object.keys(first)).toHaveLength(8);
  succeeded(await stack.refresh("--expect-no-changes"));
  requests(emulator);
  expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 7, update: 1 } });
  expect(requests(emulator)).toEqual({ update: 1, get: 1 });
  expect(keyOf(recorded, "auto", first)).toBe("sk-recorded-auto-1");
  expect(await identities(stack)).toEqual(first);
  // Version 0.1.0 knew no apiKeyId, and only the key that was sent gets one.
  if (version === "0.1.0") expect(Object.keys(await keyIds(stack))).toEqual(["auto"]);
  await expectSettled(stack);
}

/** A status that is declared, and one that no longer is, change only the state. */
async function expectStatusIsStateOnly({ stack, emulator }: Recorded, version: string) {
  const recordedProgram = programOf(version);
  const withStatus = recordedProgram
    .replace('("auto", {', '("auto", { status: "ACTIVE",')
    .replace('("named", {', '("named", { status: "INACTIVE",');
  requests(emulator);
  for (const program of [withStatus, recordedProgram]) {
    stack.program(program);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 6, update: 2 } });
    expect(requests(emulator)).toEqual({});
    await expectSettled(stack);
    requests(emulator);
  }
}

/** New keys are sent in place, or by a replacement where the API can't change the key. */
async function expectRotated(recorded: Recorded, first: Identities) {
  const { stack } = recorded;
  Object.assign(stack.env, generation(2, 1));
  expect(await stack.up("--skip-preview=false")).toMatchObject({
    code: 0,
    plan: { update: 7, replace: 1 },
  });
  const ids = await identities(stack);
  expect({ ...ids, custom: first["custom"] }).toEqual(first);
  for (const name of Object.keys(ids)) expect(keyOf(recorded, name, ids)).toBe(`sk-recorded-${name}-2`);
  expect(Object.keys(await keyIds(stack)).sort()).toEqual(Object.keys(ids).sort());
  await expectSettled(stack);
}

/** Another model is a replacement with a new name. */
async function expectReplaced(recorded: Recorded, first: Identities) {
  const { stack, emulator } = recorded;
  const before = emulator.connections().length;
  Object.assign(stack.env, generation(2, 2));
  expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { replace: 8 } });
  const ids = await identities(stack);
  for (const [name, { id }] of Object.entries(ids)) expect(id).not.toBe(first[name]!.id);
  expect(emulator.connections()).toHaveLength(before + 8);
  expect(keyOf(recorded, "scrubbed", first)).not.toMatch(/^sk-recorded/);
  await expectSettled(stack);
}

/** destroy reports every connection that stays, and scrubs only what is declared so. */
async function expectDestroyed(recorded: Recorded) {
  const { stack, emulator } = recorded;
  const ids = await identities(stack);
  const destroyed = succeeded(await stack.destroy("--run-program"));
  for (const { id } of Object.values(ids)) expect(said(destroyed)).toContain(id);
  expect(keyOf(recorded, "scrubbed", ids)).not.toMatch(/^sk-recorded/);
  expect(keyOf(recorded, "auto", ids)).toBe("sk-recorded-auto-2");
  expect(await managed(stack)).toEqual({});
  expect(emulator.connections().length).toBeGreaterThanOrEqual(16);
}
