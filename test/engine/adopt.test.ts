// `adopt: true`: connections of every provider that somebody created in the console are adopted, unless a field differs.
import { bothProviders } from "../support/both-providers";
import { expectSettled, said } from "../support/outcomes";
import { keyOn, onPlatform, requests, startPlatform, writesTo } from "../support/platform";
import {
  anthropic,
  type Args,
  type Connections,
  azure,
  connection,
  customApi,
  declaredKey,
  fromScratch,
  gateway,
  openAi,
  program,
} from "../support/program";
import { identities, managed } from "../support/state";
import { yamlConnections } from "../support/yaml";
import type { Emulator } from "pulumi-model-connections/emulator";

/** Connections that exist, as a program declares them. */
const existing = {
  gpt4o: { ...openAi, connectionName: "Open AI of the console" },
  azure: { ...azure, connectionName: "Azure of the console" },
  claude: { ...anthropic, connectionName: "Claude of the console" },
  custom: { ...customApi, connectionName: "Custom of the console" },
  gateway: { ...gateway, connectionName: "Gateway of the console" },
  house: { ...fromScratch, connectionName: "House of the console" },
};
const later = { ...openAi, apiKey: "sk-later-declared", connectionName: "Later of the console" };
const COUNT = Object.keys(existing).length + 1;
/** A program in which the name of `later` depends on an output of a connection that isn't adopted yet. */
const withUnknownName = {
  javascript: (connections: Connections) =>
    program(
      ...Object.entries(connections).map(([name, args]) => `const ${name} = ${connection(name, args)}`),
      `new ModelConnection("later", { ...${JSON.stringify({ ...later, adopt: true })},
        connectionName: gpt4o.createdOn.apply(() => "${later.connectionName}") });`,
    ),
  yaml: (connections: Connections) => {
    const connectionName = { "fn::select": [0, [later.connectionName, "${gpt4o.createdOn}"]] };
    return yamlConnections({ ...connections, later: { ...later, adopt: true, connectionName } });
  },
};
const adopted = (args: Args) => ({ ...args, adopt: true });

describe.each(bothProviders)("$name", (provider) => {
  const { connections, on } = provider;
  const declared = provider.declared(existing);
  const all = (change: (args: Args) => Args) =>
    Object.fromEntries(Object.entries(declared).map(([name, args]) => [name, change(args)]));

  test("connections of all providers and forms are adopted unchanged, including one whose name is unknown at preview", async () => {
    const emulator = await startPlatform();
    const ids = fill(emulator, declared);
    const before = emulator.connections();
    const program = withUnknownName[provider.runtime](all(adopted));
    const stack = await on(emulator, program);

    expect(await stack.preview()).toMatchObject({ code: 0, plan: { create: COUNT } });
    expect(writesTo(emulator)).toEqual([]);
    const up = await stack.up();
    expect(up).toMatchObject({ code: 0, plan: { create: COUNT }, failed: [] });
    expect(
      Object.fromEntries(Object.entries(await managed(stack)).map(([name, { id }]) => [name, id])),
    ).toEqual(ids);
    const sent = writesTo(emulator).map(({ operation, bodyKeys }) => `${operation} ${bodyKeys.join(" ")}`);
    expect(sent.sort()).toEqual([
      ...Array<string>(4).fill("update fields fields.API_KEY"),
      ...Array<string>(2).fill("update headers"),
    ]);
    for (const name of ["gpt4o", "azure", "claude", "gateway", "house"] as const) {
      expect(keyOn(onPlatform(emulator, ids[name]!))).toBe(declaredKey(declared[name]));
      expect(said(up)).toContain(
        `note: model connection "${declared[name].connectionName}" (${ids[name]!}) is adopted, because adopt is true`,
      );
    }
    expect(said(up)).toMatch(
      /"Custom of the console".* is adopted.* Its key is not sent.* change it in the platform's console/,
    );
    expect(onPlatform(emulator, ids["custom"]!).fields["API_KEY"]).toBe("key-of-the-console-custom");
    await expectSettled(stack);

    const without = { ...declared, later };
    stack.program(connections(without));
    requests(emulator);
    expect(await stack.up("--expect-no-changes", "--skip-preview=false")).toMatchObject({
      code: 0,
      plan: { same: COUNT },
    });
    expect(requests(emulator)).toEqual({});
    expect(await stack.refresh("--expect-no-changes")).toMatchObject({ code: 0 });

    stack.program(connections({ ...without, again: adopted(declared.claude) }));
    const twice = await stack.preview();
    expect(twice.code).not.toBe(0);
    expect(said(twice, "error")).toMatch(
      /the resource "(claude|again)" of this program also uses the name "Claude of the console"/,
    );

    // A new logical name without an alias: the new resource adopts the connection that the old one removes from the stack.
    const { gpt4o, ...others } = without;
    stack.program(connections({ ...others, renamed: adopted(gpt4o) }));
    const renamed = await stack.up();
    expect(renamed).toMatchObject({ code: 0, plan: { create: 1, delete: 1, same: COUNT - 1 } });
    expect(said(renamed)).toContain("stays as it is: this run still uses it");
    expect((await identities(stack))["renamed"]).toEqual({
      id: ids["gpt4o"],
      name: "Open AI of the console",
    });
    await expectSettled(stack);
    expect(emulator.connections().map(withoutKey)).toEqual(before.map(withoutKey));
  });

  test("a connection that differs is refused at preview with each field, and nothing changes", async () => {
    const emulator = await startPlatform();
    const ids = fill(emulator, declared);
    emulator.console.create({ ...ofConsole("twin"), connectionName: "Twin" });
    emulator.console.create({ ...ofConsole("other twin"), connectionName: "Twin" });
    const before = emulator.connections();
    const stack = await on(emulator, connections({}));
    const refusal = async (name: string, args: Args): Promise<string> => {
      stack.program(connections({ [name]: adopted(args) }));
      const run = await stack.preview();
      expect(run.code).not.toBe(0);
      return said(run, "error");
    };

    const other = {
      model: "GPT-5",
      apiVersion: "2025-01-01",
      resourceName: "other-resource",
      deploymentId: "other",
    };
    const differences = await refusal("azure", { ...declared.azure, ...other });
    expect(differences).toContain(`"Azure of the console" (${ids["azure"]!}) can't be adopted`);
    expect(differences).toContain('model is "GPT-4" on the platform and "GPT-5" in the program');
    expect(differences).toContain(
      'apiVersion is "2024-08-01-preview" on the platform and "2025-01-01" in the program',
    );
    expect(differences).toContain(
      'resourceName is "my-azure-resource" on the platform and "other-resource" in the program',
    );
    expect(differences).toContain(
      'deploymentId is "my-deployment" on the platform and "other" in the program',
    );
    expect(differences).not.toContain(declared.azure.apiKey);

    const foreign = await refusal("custom", { ...declared.custom, connectionName: "Claude of the console" });
    expect(foreign).toContain('provider is "Anthropic" on the platform and "API" in the program');
    const elsewhere = await refusal("custom", { ...declared.custom, baseUrl: "https://other.example.com" });
    expect(elsewhere).toContain(
      'baseUrl is "https://api.example.com" on the platform and "https://other.example.com" in the program',
    );

    const endpoint = await refusal("house", {
      ...declared.house,
      endpointUrl: "https://other.example.com",
      payload: { ...declared.house.payload, input: "{{other}}" },
    });
    expect(endpoint).toContain(
      'endpointUrl is "https://models.example.com/generate" on the platform and "https://other.example.com" in the program',
    );
    expect(endpoint).toContain("payload on the platform differs from the program at input");
    const otherKind = await refusal("house", {
      ...declared.gateway,
      connectionName: declared.house.connectionName,
    });
    expect(otherKind).toContain('model is "house-1" on the platform and "llama-3" in the program');

    expect(await refusal("none", { ...openAi, connectionName: "Nobody" })).toContain(
      'no connection is named "Nobody", so there is nothing to adopt',
    );
    expect(await refusal("twin", { ...openAi, connectionName: "Twin" })).toMatch(
      /2 connections are named "Twin" \(cn-\S+, cn-\S+\)/,
    );
    expect(await refusal("unnamed", openAi)).toContain("adopt: requires connectionName");

    expect(writesTo(emulator)).toEqual([]);
    expect(emulator.connections()).toEqual(before);
  });
});

function ofConsole(name: string) {
  return { provider: "Open AI", model: "gpt-4o", fields: { API_KEY: `key-of-the-console-${name}` } } as const;
}

const endpoint = { provider: "API", status: "FINALIZED", isEnable: true } as const;
const noFeatures = {
  ...{ toolCalling: false, supportTools: false, parallelToolCalling: false },
  ...{ structuredResponse: false, dataGeneration: false, streaming: false },
};

/** The connections of `declared` and one more, with unknown keys. */
function fill({ console }: Emulator, declared: typeof existing): Record<string, string> {
  const fields = (name: string, more: Record<string, string> = {}) => ({
    fields: { ...more, API_KEY: `key-of-the-console-${name}` },
  });
  const azureFields = {
    api_version: azure.apiVersion,
    your_resource_name: azure.resourceName,
    deployment_id: azure.deploymentId,
  };
  const created = {
    gpt4o: console.create({ ...ofConsole("gpt4o"), connectionName: declared.gpt4o.connectionName }),
    azure: console.create({
      provider: "Azure Open AI",
      model: azure.model,
      connectionName: declared.azure.connectionName,
      ...fields("azure", azureFields),
    }),
    claude: console.create({
      provider: "Anthropic",
      model: anthropic.model,
      connectionName: declared.claude.connectionName,
      ...fields("claude"),
    }),
    custom: console.create({
      provider: "API",
      connectionName: declared.custom.connectionName,
      ...fields("custom", { BASE_URL: customApi.baseUrl }),
    }),
    gateway: console.create({
      ...endpoint,
      model: gateway.model,
      connectionName: declared.gateway.connectionName,
      endpointUrl: gateway.endpointUrl,
      headers: [{ key: "Authorization", value: "Bearer key-of-the-console-gateway" }],
      ...{ bodyTab: "providerReferences", mapProvider: gateway.mapProvider, idp: "none" },
      ...{ llmFeatures: noFeatures, IOMappings: ["textToText"] },
    }),
    house: console.create({
      ...endpoint,
      model: fromScratch.model,
      connectionName: declared.house.connectionName,
      endpointUrl: fromScratch.endpointUrl,
      headers: [{ key: "x-api-key", value: "key-of-the-console-house" }],
      ...{ payload: declared.house.payload, promptVars: [], customVars: [] },
      ...{ outputPath: fromScratch.outputPath, inputTokensPath: "", outputTokensPath: "" },
    }),
    later: console.create({ ...ofConsole("later"), connectionName: "Later of the console" }),
  };
  return Object.fromEntries(Object.entries(created).map(([name, { connectionId }]) => [name, connectionId]));
}

function withoutKey({
  connectionId,
  connectionName,
  provider,
  model,
  status,
}: ReturnType<Emulator["connections"]>[number]) {
  return { connectionId, connectionName, provider, model, status };
}
