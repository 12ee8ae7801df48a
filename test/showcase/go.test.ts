// A Go program with the generated SDK, on the real engine.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateSdks, goStack } from "../support/go";
import { findLeaks } from "../support/leak-search";
import { expectSettled, succeeded } from "../support/outcomes";
import { keyOn, onPlatform, startPlatform, writesTo } from "../support/platform";
import { identities } from "../support/state";

const sdks = generateSdks();

/** Keys as a plain text, as a secret of the stack and from the environment; an explicit provider; both lookups. */
const program = (plainKey: string) => `package main

import (
	mc "github.com/example-owner/pulumi-model-connections/sdk/go/modelconnections"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		conf := config.New(ctx, "")
		eu, err := mc.NewProvider(ctx, "eu", &mc.ProviderArgs{
			Host:   pulumi.String(conf.Require("euHost")),
			ApiKey: conf.RequireSecret("euApiKey"),
		})
		if err != nil {
			return err
		}
		declared := map[string]*mc.ModelConnectionArgs{
			"plain":      {ApiKey: pulumi.String("${plainKey}")},
			"configured": {ApiKey: conf.RequireSecret("secretKey")},
			"environment": {
				ApiKeyEnv:     pulumi.String("STORE_KEY"),
				ApiKeyVersion: pulumi.String(conf.Require("keyVersion")),
			},
		}
		for name, args := range declared {
			args.Provider = mc.ModelProviderOpenAi
			args.Model = pulumi.String("gpt-4o")
			args.DeletionPolicy = mc.DeletionPolicyRetain
			if _, err := mc.NewModelConnection(ctx, name, args); err != nil {
				return err
			}
		}
		_, err = mc.NewModelConnection(ctx, "gateway", &mc.ModelConnectionArgs{
			Provider:    mc.ModelProviderCustomApi,
			Model:       pulumi.String("llama-3"),
			EndpointUrl: pulumi.String("https://gateway.example.com/v1"),
			MapProvider: mc.EndpointFormatOpenAiModel,
			LlmFeatures: &mc.LlmFeaturesArgs{Streaming: pulumi.Bool(true)},
			IoMappings:  mc.IoMappingArray{mc.IoMappingTextToText},
			Headers:     pulumi.StringMap{"Authorization": pulumi.Sprintf("Bearer %s", conf.RequireSecret("gatewayKey"))},
		}, pulumi.Provider(eu), pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}))
		if err != nil {
			return err
		}
		name := conf.Require("consoleName")
		found, err := mc.GetConnection(ctx, &mc.GetConnectionArgs{ConnectionName: &name})
		if err != nil {
			return err
		}
		all := mc.ListConnectionsOutput(ctx, mc.ListConnectionsOutputArgs{Provider: mc.ModelProviderAnthropic})
		ctx.Export("foundId", pulumi.String(found.Id))
		ctx.Export("anthropicIds", all.Connections().ApplyT(func(each []mc.ConnectionSummary) []string {
			ids := []string{}
			for _, connection := range each {
				ids = append(ids, connection.Id)
			}
			return ids
		}))
		return nil
	})
}
`;

const keys = (generation: number) => ({
  plain: `sk-go-plain-text-${generation}111`,
  configured: `sk-go-configured-${generation}222`,
  environment: `sk-go-environment-${generation}333`,
  gateway: `gw-go-secret-header-${generation}444`,
});

test("created, unchanged, rotated in place, on two platforms, with lookups, and no key in anything that a run leaves", async () => {
  const [home, eu] = [await startPlatform(), await startPlatform({ apiKey: "platform-key-of-the-eu-8888" })];
  const inConsole = home.console.create({
    ...{ provider: "Anthropic", model: "claude-3-5-haiku-20241022", connectionName: "Of the console" },
    fields: { API_KEY: "sk-ant-of-the-console" },
  });
  const stack = await goStack(sdks, home, program(keys(1).plain), {
    config: { "scratch:euHost": eu.host, "scratch:consoleName": "Of the console" },
  });
  const setKeys = async (generation: number) => {
    const { plain, configured, environment, gateway } = keys(generation);
    writeFileSync(join(stack.folder, "main.go"), program(plain));
    stack.env["STORE_KEY"] = environment;
    const secrets = { secretKey: configured, gatewayKey: gateway, euApiKey: eu.apiKey };
    await stack.setConfig(
      { "scratch:keyVersion": String(generation) },
      {
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([name, value]) => [`scratch:${name}`, value]),
        ),
      },
    );
  };
  await setKeys(1);
  const outputs: Record<string, string> = {};
  const run = async (command: "up" | "preview" | "refresh" | "destroy", ...flags: string[]) => {
    const result = succeeded(await stack[command](...flags));
    outputs[`${Object.keys(outputs).length} ${command} ${flags.join(" ")}`] = result.output;
    return result;
  };

  expect((await run("up")).plan).toEqual({ create: 4 });
  const first = await identities(stack);
  home.clearJournal();
  eu.clearJournal();
  expect((await run("up", "--expect-no-changes", "--json")).plan).toEqual({ same: 4 });
  expect([...writesTo(home), ...writesTo(eu)]).toEqual([]);
  const printed = JSON.parse((await stack.run("stack", "output", "--json")).stdout) as object;
  expect(printed).toEqual({ foundId: inConsole.connectionId, anthropicIds: [inConsole.connectionId] });

  await setKeys(2);
  expect((await run("preview", "--diff")).plan).toEqual({ update: 4 });
  expect((await run("up", "--json")).plan).toEqual({ update: 4 });
  expect(await identities(stack)).toEqual(first);
  for (const [name, key] of Object.entries(keys(2)))
    expect(keyOn(onPlatform(name === "gateway" ? eu : home, first[name]!.id))).toBe(key);
  await run("refresh", "--expect-no-changes", "--diff");
  expect((await run("destroy", "--json")).plan).toEqual({ delete: 4 });

  // The user wrote this one into the program as a plain text.
  const files = Object.entries(stack.artefacts()).filter(([path]) => !path.endsWith("/main.go"));
  const searched = { ...outputs, ...stack.eventLogs(), ...Object.fromEntries(files) };
  const platforms = { home: home.apiKey, eu: eu.apiKey };
  expect(findLeaks(searched, { ...keys(1), ...prefixed(keys(2)), ...platforms })).toEqual([]);
  await stack.untilIdle();
});

test("examples/go-quickstart: up creates the connection", async () => {
  const emulator = await startPlatform();
  const stack = await goStack(sdks, emulator, "", {
    project: "go-quickstart",
    secrets: { "go-quickstart:openaiKey": "sk-of-the-example" },
  });
  const example = join(__dirname, "../../examples/go-quickstart");
  for (const file of ["main.go", "go.mod", "go.sum", "Pulumi.yaml"])
    cpSync(join(example, file), join(stack.folder, file));
  expect(succeeded(await stack.up()).plan).toEqual({ create: 1 });
  const { id } = (await identities(stack))["gpt4o"]!;
  expect(JSON.parse((await stack.run("stack", "output", "connectionId", "--json")).stdout)).toBe(id);
  expect(keyOn(onPlatform(emulator, id))).toBe("sk-of-the-example");
  await expectSettled(stack);
});

function prefixed(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`rotated ${name}`, value]));
}
