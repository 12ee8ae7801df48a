// `apiKeyEnv`: the key goes from the provider process to the platform and nowhere else.
import { findLeaks } from "../support/leak-search";
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { onPlatform, requests, startPlatform } from "../support/platform";
import { customApi, openAi } from "../support/program";
import type { Run } from "../support/stack";
import { identities, managed } from "../support/state";

const keys = {
  OPENAI_KEY: "sk-Planted-in-the-environment-0001",
  CUSTOM_KEY: "sk-Planted-in-the-environment-0002",
};
const gpt4o = { provider: "Open AI", model: "gpt-4o", apiKeyEnv: "OPENAI_KEY" };
const custom = { provider: "API", baseUrl: customApi.baseUrl, apiKeyEnv: "CUSTOM_KEY" };
describe.each(bothProviders)("$name", ({ on, connections }) => {
  const both = (gptVersion: string, customVersion = "1") =>
    connections({
      gpt4o: { ...gpt4o, apiKeyVersion: gptVersion },
      custom: { ...custom, apiKeyVersion: customVersion },
    });

  test("the key is sent at create and with each new version, and appears nowhere else", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, both("1"));
    const runs: Run[] = [];
    const ran = async (running: Promise<Run>) => {
      runs.push(await running);
      return runs.at(-1)!;
    };
    const sentKey = async (name: string) =>
      onPlatform(emulator, (await identities(stack))[name]!.id).fields["API_KEY"];

    const missing = await ran(stack.preview());
    expect(missing.code).not.toBe(0);
    expect(said(missing, "error")).toMatch(
      /environment variable (OPENAI|CUSTOM)_KEY is not set where pulumi runs/,
    );
    expect(emulator.journal()).toEqual([]);

    Object.assign(stack.env, keys);
    expect(await ran(stack.up("--skip-preview=false", "--debug", "--logtostderr", "-v=9"))).toMatchObject({
      code: 0,
      plan: { create: 2 },
    });
    expect([await sentKey("gpt4o"), await sentKey("custom")]).toEqual(Object.values(keys));
    for (const { inputs, outputs } of Object.values(await managed(stack))) {
      expect(inputs).not.toHaveProperty("apiKey");
      expect(outputs).not.toHaveProperty("apiKey");
      expect(outputs).toMatchObject({ apiKeyVersion: "1" });
    }
    await expectSettled(stack);
    const first = await identities(stack);

    const rotated = { OPENAI_KEY: `${keys.OPENAI_KEY}-rotated`, CUSTOM_KEY: `${keys.CUSTOM_KEY}-rotated` };
    Object.assign(stack.env, rotated);
    requests(emulator);
    expect(await ran(stack.up("--expect-no-changes"))).toMatchObject({ code: 0, plan: { same: 2 } });
    expect(requests(emulator)).toEqual({});

    stack.program(both("2", "2"));
    const versioned = await ran(stack.up("--diff", "--skip-preview=false"));
    expect(versioned).toMatchObject({ code: 0, plan: { update: 1, replace: 1 } });
    expect(versioned.steps.find(({ op }) => op === "update")?.diffs).toEqual(["apiKeyId", "apiKeyVersion"]);
    expect(versioned.steps.find(({ op }) => op === "replace")?.keys).toContain("apiKeyVersion");
    expect((await identities(stack))["gpt4o"]).toEqual(first["gpt4o"]);
    expect([await sentKey("gpt4o"), await sentKey("custom")]).toEqual(Object.values(rotated));
    expect(emulator.connections()).toHaveLength(3);

    emulator.console.exchangeKey(first["gpt4o"]!.id, "sk-changed-in-the-console");
    const drifted = await ran(stack.refresh());
    expect(drifted).toMatchObject({ code: 0, plan: { update: 1, same: 1 } });
    expect(drifted.steps.find(({ op }) => op === "update")?.diffs).toEqual(["apiKeyDrift"]);
    expect(await ran(stack.up())).toMatchObject({ code: 0, plan: { update: 1, same: 1 } });
    expect(await sentKey("gpt4o")).toBe(rotated.OPENAI_KEY);
    await expectSettled(stack);

    const texts = {
      ...stack.artefacts(),
      ...Object.fromEntries(runs.map(({ output }, i) => [`output of run ${i}`, output])),
      diagnostics: runs.map((run) => said(run)).join("\n"),
      "emulator journal": JSON.stringify(emulator.journal()),
      state: JSON.stringify(await stack.exportState({ showSecrets: true })),
    };
    expect(findLeaks(texts, { ...keys, ...prefixed("rotated", rotated) })).toEqual([]);
  });

  test("a change between apiKey and apiKeyEnv sends the key only if it differs", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections({ gpt4o: openAi, custom: customApi }), {
      env: { OPENAI_KEY: openAi.apiKey, CUSTOM_KEY: customApi.apiKey },
    });
    await stack.up();
    const first = await identities(stack);
    const write = async (program: string) => {
      stack.program(program);
      requests(emulator);
      const { code, plan } = await stack.up();
      expect(code).toBe(0);
      return { plan, sent: requests(emulator) };
    };

    expect(await write(both("1"))).toEqual({ plan: { update: 2 }, sent: {} });
    for (const { inputs, outputs } of Object.values(await managed(stack))) {
      expect(inputs).not.toHaveProperty("apiKey");
      expect(outputs).not.toHaveProperty("apiKey");
    }
    await expectSettled(stack);
    expect(await write(connections({ gpt4o: openAi, custom: customApi }))).toEqual({
      plan: { update: 2 },
      sent: {},
    });

    stack.env["OPENAI_KEY"] = "sk-another-key-of-the-environment";
    const another = connections({ gpt4o: { ...gpt4o, apiKeyVersion: "1" }, custom: customApi });
    expect(await write(another)).toMatchObject({ plan: { update: 1, same: 1 }, sent: { update: 1 } });
    expect(onPlatform(emulator, first["gpt4o"]!.id).fields["API_KEY"]).toBe(
      "sk-another-key-of-the-environment",
    );
    expect(await write(connections({ gpt4o: openAi, custom: customApi }))).toMatchObject({
      plan: { update: 1, same: 1 },
      sent: { update: 1 },
    });
    expect(onPlatform(emulator, first["gpt4o"]!.id).fields["API_KEY"]).toBe(openAi.apiKey);
    await expectSettled(stack);
    expect(await identities(stack)).toEqual(first);
    expect(emulator.connections()).toHaveLength(2);
  });

  test("a new value of the variable that was never sent is sent when it becomes the apiKey", async () => {
    const emulator = await startPlatform();
    const stack = await on(emulator, connections({ gpt4o: { ...gpt4o, apiKeyVersion: "1" } }), { env: keys });
    await stack.up();
    stack.env["OPENAI_KEY"] = openAi.apiKey;
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0, plan: { same: 1 } });
    requests(emulator);
    stack.program(connections({ gpt4o: openAi }));
    expect(await stack.up()).toMatchObject({ code: 0, plan: { update: 1 } });
    expect(requests(emulator)).toMatchObject({ update: 1 });
    expect(emulator.connections().map(({ fields }) => fields["API_KEY"])).toEqual([openAi.apiKey]);
    await expectSettled(stack);
  });
});

function prefixed(prefix: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix} ${name}`, value]));
}
