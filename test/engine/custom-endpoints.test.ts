// Custom endpoints on the real engine: both kinds and the first form in one program, changed in place, drifted, scrubbed.
import { join } from "node:path";
import type { Emulator } from "pulumi-model-connections/emulator";
import { dynamicProvider, nativeProvider, type ProviderUnderTest } from "../support/both-providers";
import { findLeaks } from "../support/leak-search";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { idFor, onPlatform, startPlatform, writesTo } from "../support/platform";
import { type Args, connection, customApi, ofEachEndpoint, program } from "../support/program";
import type { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";
import { yamlProgram } from "../support/yaml";

const command = join(__dirname, "../../dist/cli/main.js");

/** Each key is the complete value of a header, or follows a scheme. */
const secrets = {
  declared: "gw-Planted-in-the-configuration-0001",
  declaredPlain: "gw-Planted-without-a-scheme-0002",
  rotated: "gw-Planted-in-the-configuration-0003",
  environment: "house-Planted-in-the-environment-0004",
  environmentPlain: "house-Planted-without-a-scheme-0005",
  rotatedInEnvironment: "house-Planted-in-the-environment-0006",
  drifted: "gw-Planted-by-the-console-0007",
};

interface Changes {
  gateway?: Args;
  house?: Args;
}

/** The gateway's headers come from the configuration, those of the house from the environment. */
const declaring = {
  javascript: (changes?: Changes) => {
    const { gateway, house } = declared(changes);
    return program(
      'const keys = new pulumi.Config("keys");',
      "const headers = { Authorization: pulumi.interpolate`Bearer ${keys.requireSecret('gateway')}`,",
      "  'x-team': keys.requireSecret('team'), 'Content-Type': 'application/json' };",
      `new ModelConnection("gateway", { headers, ...${JSON.stringify(gateway)} });`,
      connection("house", house),
      connection("first", customApi),
    );
  },
  yaml: (changes?: Changes) => {
    const { gateway, house } = declared(changes);
    const headers = {
      ...{ Authorization: "Bearer ${keys:gateway}", "x-team": "${keys:team}" },
      "Content-Type": "application/json",
    };
    const resources = {
      gateway: { properties: { headers, ...gateway } },
      house: { properties: house },
      first: { properties: customApi },
    };
    const secret = { type: "string", secret: true };
    return yamlProgram(resources, { config: { "keys:gateway": secret, "keys:team": secret } });
  },
};

function declared({ gateway = {}, house = {} }: Changes = {}): { gateway: Args; house: Args } {
  const headersEnv = { Authorization: { env: "HOUSE_TOKEN", prefix: "Bearer " }, "x-api-key": "HOUSE_KEY" };
  return {
    gateway: { ...ofEachEndpoint.gateway, ...gateway },
    house: { ...ofEachEndpoint.fromScratch, headersEnv, apiKeyVersion: "1", ...house },
  };
}

/** Runs commands, keeps what they print, and searches all of it and everything that the stack stores. */
class Searched {
  private readonly texts: Record<string, string> = {};
  readonly stack: EngineStack;
  private readonly emulator: Emulator;

  constructor(stack: EngineStack, emulator: Emulator) {
    this.stack = stack;
    this.emulator = emulator;
  }

  async run(name: "up" | "preview" | "refresh" | "destroy", ...args: string[]) {
    const run = await this.stack[name](...args);
    this.keep(`pulumi ${[name, ...args].join(" ")}`, `${run.output}\n${said(run)}`);
    return run;
  }

  /** A command of pulumi that has no plan, or of this package. */
  async other(...args: string[]) {
    const { stack, emulator } = this;
    // The stack's own configuration goes first, so these change nothing for the commands of pulumi.
    const own = { MODEL_CONNECTIONS_HOST: emulator.host, MODEL_CONNECTIONS_API_KEY: emulator.apiKey };
    Object.assign(stack.env, own);
    const isOwn = args[0] === "list" || args[0] === "import";
    const ended = await (isOwn ? stack.exec(process.execPath, command, ...args) : stack.run(...args));
    this.keep(args.join(" "), ended.output);
    return ended;
  }

  leaks() {
    const { stack, emulator, texts } = this;
    const journal = JSON.stringify(emulator.journal());
    return findLeaks({ ...texts, ...stack.artefacts(), ...stack.eventLogs(), journal }, secrets, { run: 16 });
  }

  private keep(name: string, text: string): void {
    this.texts[`${Object.keys(this.texts).length} ${name}`] = text;
  }
}

async function newStack(provider: ProviderUnderTest, customApiForm: "masked" | "plaintext") {
  const emulator = await startPlatform({ customApi: customApiForm });
  const stack = await provider.on(emulator, declaring[provider.runtime](), {
    secrets: { "keys:gateway": secrets.declared, "keys:team": secrets.declaredPlain },
    env: { HOUSE_TOKEN: secrets.environment, HOUSE_KEY: secrets.environmentPlain },
  });
  return { emulator, stack, searched: new Searched(stack, emulator) };
}

// How the platform shows headers is the hooks' concern, not the protocol's.
test.each([
  { provider: dynamicProvider, form: "masked" },
  { provider: dynamicProvider, form: "plaintext" },
  { provider: nativeProvider, form: "masked" },
] as const)(
  "$provider.name, a platform that shows headers $form: created, changed in place, restored, replaced, scrubbed; no value is anywhere else",
  async ({ provider, form }) => {
    const { emulator, stack, searched } = await newStack(provider, form);
    const program = declaring[provider.runtime];
    expect(await searched.run("up", "--skip-preview=false", "--diff")).toMatchObject({
      code: 0,
      plan: { create: 3 },
    });
    await expectSettled(stack);
    const id = idFor(emulator, "gateway");
    const ids = await identities(stack);
    const headers = (of: string) =>
      Object.fromEntries(onPlatform(emulator, of).headers!.map(({ key, value }) => [key, value]));
    expect(headers(id)).toEqual({
      Authorization: `Bearer ${secrets.declared}`,
      "x-team": secrets.declaredPlain,
      "Content-Type": "application/json",
    });
    expect(headers(ids["house"]!.id)).toEqual({
      Authorization: `Bearer ${secrets.environment}`,
      "x-api-key": secrets.environmentPlain,
    });

    emulator.clearJournal();
    await stack.setConfig({}, { secrets: { "keys:gateway": secrets.rotated } });
    stack.env["HOUSE_TOKEN"] = secrets.rotatedInEnvironment;
    const payload = provider.declared({
      ...ofEachEndpoint.fromScratch.payload,
      options: { maxTokens: 20, stop: null },
    });
    const changed = {
      gateway: { endpointUrl: "https://gateway.example.com/v2", llmFeatures: { streaming: true } },
      house: { payload },
    };
    stack.program(program(changed));
    expect(await searched.run("preview", "--diff")).toMatchObject({ code: 0, plan: { update: 2 } });
    expect(writesTo(emulator)).toEqual([]);
    expect(await searched.run("up", "--diff")).toMatchObject({ code: 0, plan: { update: 2 } });
    expect(writesTo(emulator).map(({ operation, bodyKeys }) => [operation, ...bodyKeys])).toEqual(
      expect.arrayContaining([
        ["update", "endpointUrl", "llmFeatures", "headers"],
        ["update", "payload"],
      ]),
    );
    expect(writesTo(emulator)).toHaveLength(2);
    await expectSettled(stack);
    expect(await identities(stack)).toEqual(ids);
    expect(onPlatform(emulator, id)).toMatchObject(changed.gateway);
    expect(onPlatform(emulator, ids["house"]!.id)).toMatchObject(changed.house);
    expect(headers(id)).toMatchObject({ Authorization: `Bearer ${secrets.rotated}` });
    expect(headers(ids["house"]!.id)).toMatchObject({ Authorization: `Bearer ${secrets.environment}` });

    stack.program(program({ ...changed, house: { ...changed.house, apiKeyVersion: "2" } }));
    expect(await searched.run("up", "--diff")).toMatchObject({ code: 0, plan: { update: 1 } });
    expect(headers(ids["house"]!.id)).toMatchObject({
      Authorization: `Bearer ${secrets.rotatedInEnvironment}`,
    });

    emulator.console.changeMembers(id, { endpointUrl: "https://drifted.example.com" });
    const dry = await searched.other("refresh", "--preview-only", "--diff", "--expect-no-changes");
    expect(dry.code).not.toBe(0);
    expect(dry.output).toMatch(
      /~ endpointUrl *: "https:\/\/gateway.example.com\/v2" => "https:\/\/drifted.example.com"/,
    );
    expect(await searched.run("refresh", "--diff")).toMatchObject({ code: 0, plan: { update: 1 } });
    const restoring = async () => {
      emulator.clearJournal();
      expect(await searched.run("up", "--diff")).toMatchObject({ code: 0, plan: { update: 1 } });
      return writesTo(emulator).map(({ bodyKeys }) => bodyKeys);
    };
    expect(await restoring()).toEqual([["endpointUrl"]]);
    expect(onPlatform(emulator, id)).toMatchObject(changed.gateway);

    emulator.console.changeHeader(id, "Authorization", `Bearer ${secrets.drifted}`);
    expect(await searched.run("refresh", "--diff")).toMatchObject({ code: 0, plan: { update: 1 } });
    expect(await restoring()).toEqual([["headers"]]);
    expect(headers(id)).toMatchObject({ Authorization: `Bearer ${secrets.rotated}` });
    await expectSettled(stack);
    expect(await identities(stack)).toEqual(ids);

    const scrub = { deletionPolicy: "scrub" };
    stack.program(
      program({
        gateway: { ...changed.gateway, ...scrub, model: "llama-4" },
        house: { ...changed.house, ...scrub, apiKeyVersion: "2" },
      }),
    );
    expect(await searched.run("up", "--diff")).toMatchObject({ code: 0, plan: { replace: 1 } });
    expect((await managed(stack))["gateway"]!.id).not.toBe(id);
    await expectSettled(stack);
    const { outputs } = (await managed(stack, { showSecrets: true }))["house"]!;
    expect(outputs).not.toHaveProperty("headers");

    for (const args of [
      ["list"],
      ["list", "--json"],
      ["import", "estate"],
      ["stack", "export"],
      ["stack", "output", "--json"],
      ["stack", "history", "--json"],
    ])
      succeeded(await searched.other(...args));

    const last = await identities(stack);
    const scrubbed = await searched.run("destroy");
    expect(scrubbed.code).toBe(0);
    expect(said(scrubbed).match(/Its header values were replaced by a placeholder/g)).toHaveLength(2);
    for (const name of ["gateway", "house"]) {
      const gone = last[name]!.id;
      const placeholders = Object.values(headers(gone)).map(() => `scrubbed-by-pulumi-${gone}`);
      expect(Object.values(headers(gone))).toEqual(placeholders);
    }
    // The replaced one was created without scrub, and the first form can't be scrubbed.
    expect(headers(id)).toMatchObject({ Authorization: `Bearer ${secrets.rotated}` });
    expect(emulator.connections()).toHaveLength(4);
    expect(searched.leaks()).toEqual([]);
  },
);
