// States recorded by each release go on under the code as it stands: refresh, up, rotation, replacement, destroy.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { version as current } from "../../package.json";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { onPlatform, requests } from "../support/platform";
import { runFolder } from "../support/run-folder";
import { identities, managed } from "../support/state";
import { generation, newStack, record, type Recorded, recordedVersions, restore } from "./recording";

const scratch = () => mkdtempSync(join(runFolder(), "recorded-"));

/** A release records its state once, with RECORD_STATE=true; what is recorded isn't changed afterwards. */
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
    emulator.console.exchangeKey(ids["auto"]!.id, "sk-exchanged-in-the-console");
    emulator.console.setStatus(ids["named"]!.id, "INACTIVE");
    succeeded(await stack.refresh());
    await record(current, recorded, stateFile);
  });
}

test("the state of this version is among the recorded ones", () => {
  expect(recordedVersions()).toContain(current);
});

describe.each(recordedVersions())("a state recorded by %s", (version) => {
  let recorded: Recorded;
  let first: Awaited<ReturnType<typeof identities>>;
  beforeAll(async () => {
    recorded = await restore(version, scratch());
    first = await identities(recorded.stack);
  });
  const keyOf = (name: string, ids: typeof first) =>
    onPlatform(recorded.emulator, ids[name]!.id).fields["API_KEY"];

  test("is refreshed without a change, and up sends what it was still to send", async () => {
    const { stack, emulator } = recorded;
    expect(Object.keys(first)).toHaveLength(8);
    succeeded(await stack.refresh("--expect-no-changes"));
    requests(emulator);
    expect(await stack.up()).toMatchObject({ code: 0, plan: { same: 7, update: 1 } });
    expect(requests(emulator)).toEqual({ update: 1, get: 1 });
    expect(keyOf("auto", first)).toBe("sk-recorded-auto-1");
    expect(await identities(stack)).toEqual(first);
    await expectSettled(stack);
  });

  test("takes new keys in place, and by a replacement where the API can't", async () => {
    const { stack } = recorded;
    Object.assign(stack.env, generation(2, 1));
    expect(await stack.up("--skip-preview=false")).toMatchObject({
      code: 0,
      plan: { update: 7, replace: 1 },
    });
    const ids = await identities(stack);
    expect({ ...ids, custom: first["custom"] }).toEqual(first);
    for (const name of Object.keys(ids)) expect(keyOf(name, ids)).toBe(`sk-recorded-${name}-2`);
    await expectSettled(stack);
  });

  test("takes another model by replacements of new names", async () => {
    const { stack, emulator } = recorded;
    const before = emulator.connections().length;
    Object.assign(stack.env, generation(2, 2));
    expect(await stack.up("--skip-preview=false")).toMatchObject({ code: 0, plan: { replace: 8 } });
    const ids = await identities(stack);
    for (const [name, { id }] of Object.entries(ids)) expect(id).not.toBe(first[name]!.id);
    expect(emulator.connections()).toHaveLength(before + 8);
    expect(keyOf("scrubbed", first)).not.toMatch(/^sk-recorded/);
    await expectSettled(stack);
  });

  test("is destroyed, says what stays, and scrubs what it was told to", async () => {
    const { stack, emulator } = recorded;
    const ids = await identities(stack);
    const destroyed = succeeded(await stack.destroy("--run-program"));
    for (const { id } of Object.values(ids)) expect(said(destroyed)).toContain(id);
    expect(keyOf("scrubbed", ids)).not.toMatch(/^sk-recorded/);
    expect(keyOf("auto", ids)).toBe("sk-recorded-auto-2");
    expect(await managed(stack)).toEqual({});
    expect(emulator.connections().length).toBeGreaterThanOrEqual(16);
  });
});
