// What a preview says about keys and about connections that exist, on the real CLI, and that it changes nothing.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { age, startPlatform, writesTo } from "../support/platform";
import {
  anthropic,
  type Args,
  azure,
  connection,
  connections,
  customApi,
  ofEachProvider,
  openAi,
  program,
} from "../support/program";
import { EngineStack, type Run } from "../support/stack";
import { identities, managed } from "../support/state";

const declared = { gpt4o: openAi, azure, claude: anthropic, custom: customApi };
const names = ["gpt4o", "azure", "claude", "custom"] as const;
const rotated = Object.fromEntries(
  Object.entries(declared).map(([name, args]) => [name, { ...args, apiKey: `${args.apiKey}-rotated` }]),
);

describe.each(bothProviders)("$name", ({ on, connections }) => {
  test("a rotation of each provider has a line for apiKeyId, names what a replacement leaves, and sends nothing", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections(declared));
    succeeded(await stack.up());
    const { custom } = await identities(stack);
    emulator.clearJournal();

    stack.program(connections(rotated));
    const preview = await stack.preview("--diff");
    expect(preview).toMatchObject({ code: 0, plan: { update: 3, replace: 1 } });
    for (const name of names) expect(changedKeyIds(preview, stack, name)).toHaveLength(1);
    expect(said(preview).match(/is replaced by another connection.*/g)).toEqual([
      `is replaced by another connection, because apiKey can't be changed in place. The old one remains on ${emulator.host}, and it keeps its key: the API has no DELETE.`,
    ]);
    expect(said(preview)).toContain(`note: model connection "${custom!.name}" (${custom!.id}) is replaced`);
    expect(writesTo(emulator)).toEqual([]);

    succeeded(await stack.up());
    const ids = Object.entries(await managed(stack)).map(([, { outputs }]) => outputs?.["apiKeyId"]);
    expect(new Set(ids).size).toBe(4);
    await expectSettled(stack);
  });

  test("a rotation through apiKeyEnv and apiKeyVersion has a line for apiKeyId, and sends nothing", async () => {
    const emulator = await startPlatform();
    const { openAi: gpt4o, azure, anthropic: claude, custom } = ofEachProvider;
    const withVersion = (apiKeyVersion: string) =>
      connections(
        Object.fromEntries(
          Object.entries({ gpt4o, azure, claude, custom }).map(([name, args]) => [
            name,
            { ...args, apiKeyEnv: `${name.toUpperCase()}_KEY`, apiKeyVersion },
          ]),
        ),
      );
    const keys = (version: string) =>
      Object.fromEntries(names.map((name) => [`${name.toUpperCase()}_KEY`, `sk-${name}-number-${version}`]));
    const stack = await on(emulator, withVersion("1"), { env: keys("1") });
    succeeded(await stack.up());
    emulator.clearJournal();

    Object.assign(stack.env, keys("2"));
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 4 } });
    stack.program(withVersion("2"));
    const preview = await stack.preview("--diff");
    expect(preview).toMatchObject({ code: 0, plan: { update: 3, replace: 1 } });
    for (const name of names) expect(changedKeyIds(preview, stack, name)).toHaveLength(1);
    expect(writesTo(emulator)).toEqual([]);
  });

  test("the adoption of 11 connections is 10 lines and one summary, and creates none", async () => {
    const emulator = await startPlatform();
    const adopted = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [
        `c${i}`,
        { ...ofEachProvider.openAi, connectionName: `Console ${i}` },
      ]),
    );
    for (const [name, draft] of Object.entries(adopted))
      emulator.console.create({ ...draft, fields: { API_KEY: `sk-of-the-console-${name}` } });
    const existing = emulator.connections().map(({ connectionId }) => connectionId);
    const stack = await on(
      emulator,
      connections(
        Object.fromEntries(
          Object.entries(adopted).map(([name, args]) => [
            name,
            { ...args, apiKey: `sk-declared-${name}-0001`, adopt: true },
          ]),
        ),
      ),
    );

    const preview = succeeded(await stack.preview());
    expect(preview).toMatchObject({ plan: { create: 11 } });
    expect(adoptions(preview)).toEqual({ named: 10, summaries: 1 });
    expect(writesTo(emulator)).toEqual([]);
    const up = succeeded(await stack.up());
    expect(adoptions(up)).toEqual({ named: 10, summaries: 1 });
    expect(emulator.connections().map(({ connectionId }) => connectionId)).toEqual(existing);
  });

  test("destroy and up again reclaims a young connection, and creates none", async () => {
    // A platform that accepts each key only once.
    const emulator = await startPlatform();
    const stack = await on(emulator, connections({ gpt4o: openAi }));
    succeeded(await stack.up());
    const { id } = (await identities(stack))["gpt4o"]!;
    succeeded(await stack.destroy());

    const again = succeeded(await stack.up("--skip-preview=false"));
    expect(said(again)).toContain(`(${id}) is reclaimed`);
    expect((await identities(stack))["gpt4o"]?.id).toBe(id);
    await expectSettled(stack);
    expect(emulator.connections()).toHaveLength(1);
  });
});

// The native provider only passes these messages on.
describe("on a platform that accepts each key only once", () => {
  test("a resource renamed without aliases: the 409 names the connection, and aliases end clean", async () => {
    const emulator = await startPlatform();
    const { stack, id, label } = await deployed(emulator, openAi);

    stack.program(connections({ chat: openAi }));
    const preview = succeeded(await stack.preview());
    expect(preview.plan).toEqual({ create: 1, delete: 1 });
    expect(said(preview)).toMatch(/note: "chat-[0-9a-f]{7}" is a new connection\.$/m);

    const up = await stack.up();
    expect(up.code).not.toBe(0);
    expect(said(up, "error")).toContain("(POST /connections, status 409)");
    expect(said(up, "error")).toContain(`which have the same provider and model: ${label}. `);
    expect(said(up, "error")).toContain(
      "If the resource was renamed, give it aliases with its old name. If one of them is meant, and no resource of any stack manages it, set connectionName to its name and adopt to true; it then gets the program's key. Remove adopt after pulumi up, and keep connectionName. Otherwise use another key.",
    );

    stack.program(program(connection("chat", openAi, `{ aliases: [{ name: "gpt4o" }] }`)));
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 1 } });
    await expectSettled(stack);
    expect((await identities(stack))["chat"]?.id).toBe(id);
    expect(emulator.connections()).toHaveLength(1);
  });

  test("a connection renamed outside Pulumi: the 409 names it, and its new name in the program ends clean", async () => {
    const emulator = await startPlatform();
    const { stack, id } = await deployed(emulator, openAi);
    emulator.console.rename(id, "Renamed");
    succeeded(await stack.refresh());

    const up = await stack.up();
    expect(up.code).not.toBe(0);
    expect(said(up, "error")).toContain("(POST /connections, status 409)");
    expect(said(up, "error")).toContain(
      `"Renamed" (${id}) already has this key, and it stays on the platform when it is replaced. Use another key for the new connection, or change the program to match the existing one.`,
    );
    stack.program(connections({ gpt4o: { ...openAi, connectionName: "Renamed" } }));
    await expectSettled(stack);
    expect((await identities(stack))["gpt4o"]?.id).toBe(id);
    expect(emulator.connections()).toHaveLength(1);
  });

  test("destroy and up again a day later: the 409 names the connection, and adopt ends clean", async () => {
    const emulator = await startPlatform();
    const { stack, id, name, label } = await deployed(emulator, openAi);
    succeeded(await stack.destroy());
    age(emulator, id, 25);

    const warning = `model connection ${label} already has this resource's automatic name and is not touched`;
    expect(said(succeeded(await stack.preview()))).toContain(warning);
    const again = await stack.up();
    expect(again.code).not.toBe(0);
    expect(said(again, "error")).toContain("(POST /connections, status 409)");
    expect(said(again, "error")).toContain(
      `which this resource may have created earlier: ${label}. To manage one of them instead, set connectionName to its name and adopt to true for one pulumi up, then remove both again.`,
    );

    stack.program(connections({ gpt4o: { ...openAi, connectionName: name, adopt: true } }));
    succeeded(await stack.up("--skip-preview=false"));
    stack.program(connections({ gpt4o: openAi }));
    succeeded(await stack.up("--skip-preview=false"));
    await expectSettled(stack);
    expect((await identities(stack))["gpt4o"]).toEqual({ id, name });
    expect(emulator.connections()).toHaveLength(1);
  });

  test("destroy and up again with an explicit name: preview names the connection, and adopt ends clean", async () => {
    const emulator = await startPlatform();
    const named = { ...openAi, connectionName: "Chat" };
    const { stack, id } = await deployed(emulator, named);
    succeeded(await stack.destroy());

    for (const refused of [await stack.preview(), await stack.up()]) {
      expect(refused.code).not.toBe(0);
      expect(said(refused, "error")).toContain(
        `a connection named "Chat" already exists (${id}, Open AI, gpt-4o). Set adopt: true to adopt it`,
      );
    }
    stack.program(connections({ gpt4o: { ...named, adopt: true } }));
    succeeded(await stack.up("--skip-preview=false"));
    stack.program(connections({ gpt4o: named }));
    await expectSettled(stack);
    expect((await identities(stack))["gpt4o"]?.id).toBe(id);
    expect(emulator.connections()).toHaveLength(1);
  });
});

/** A stack with one connection, and how messages refer to it. */
async function deployed(emulator: Emulator, args: Args) {
  const stack = await EngineStack.on(emulator, connections({ gpt4o: args }));
  succeeded(await stack.up());
  const { id, name } = (await identities(stack))["gpt4o"]!;
  return { stack, id, name, label: `"${name}" (${id})` };
}

/** The lines for a changed apiKeyId in what `--diff` prints for one connection. */
function changedKeyIds({ output }: Run, stack: EngineStack, name: string): string[] {
  const [, block = ""] = output.split(`[urn=${stack.urn(name)}]`);
  return block.split("[urn=")[0]!.match(/^ *~ apiKeyId *: "[0-9a-f]{6}" => "[0-9a-f]{6}"$/gm) ?? [];
}

function adoptions(run: Run) {
  const count = (pattern: RegExp) => said(run).match(pattern)?.length ?? 0;
  return {
    named: count(/is adopted, because adopt is true/g),
    summaries: count(/more connections are adopted; only the first ones are named/g),
  };
}
