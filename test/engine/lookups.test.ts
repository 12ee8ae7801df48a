// `getConnection` and `listConnections` in a program: at preview and up, on either platform, with complete lists and clear errors.
import type { Emulator } from "pulumi-model-connections/emulator";
import { bothProviders } from "../support/both-providers";
import { said } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import type { Args } from "../support/program";
import type { Run } from "../support/stack";
import { explicitType, yamlProgram } from "../support/yaml";

const KEY = "sk-made-in-the-console-of-lookups";

function fill({ console }: Emulator, prefix: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const status = i % 4 === 3 ? "INACTIVE" : "ACTIVE";
    const common = { connectionName: `${prefix} ${i}`, status } as const;
    if (i % 2 === 0)
      console.create({ ...common, provider: "Open AI", model: "gpt-4o", fields: { API_KEY: KEY } });
    else
      console.create({
        ...{ ...common, provider: "API" },
        fields: { API_KEY: KEY, BASE_URL: `https://${prefix}-${i}.example.com` },
      });
  }
}

/** A call of one of the two functions. @param instance whether it goes to the platform of the explicit provider */
interface Lookup {
  name: "getConnection" | "listConnections";
  args: Args;
  instance?: boolean;
}

const get = (args: Args, more: object = {}): Lookup => ({ name: "getConnection", args, ...more });
const list = (args: Args = {}, more: object = {}): Lookup => ({ name: "listConnections", args, ...more });
const onInstance = { instance: true };

/** A program that exports the value of each lookup. */
const program = {
  javascript: (lookups: Record<string, Lookup>) => `
const pulumi = require("@pulumi/pulumi");
const { ModelConnectionsProvider, getConnection, listConnections } = require("pulumi-model-connections");
const config = new pulumi.Config();
const eu = new ModelConnectionsProvider("eu", { host: config.require("euHost"), apiKey: config.requireSecret("euKey") });
${Object.entries(lookups)
  .map(([what, { name, args, instance }]) => {
    const inputs = Object.entries(args).map(
      ([key, value]) => `${key}: pulumi.output(${JSON.stringify(value)})`,
    );
    const given = name === "listConnections" ? `{ ${inputs.join(", ")} }` : JSON.stringify(args);
    return `exports[${JSON.stringify(what)}] = ${name}(${given}${instance ? ", { provider: eu }" : ""});`;
  })
  .join("\n")}
`,
  yaml: (lookups: Record<string, Lookup>) => {
    const calls = Object.entries(lookups).map(([what, { name, args, instance }]) => [
      what,
      {
        "fn::invoke": {
          function: `model-connections:index:${name}`,
          arguments: args,
          ...(instance ? { options: { provider: "${eu}" } } : {}),
          ...(name === "listConnections" ? { return: "connections" } : {}),
        },
      },
    ]);
    const eu = { type: explicitType, properties: { host: "${euHost}", apiKey: "${euKey}" } };
    const text = { type: "string" };
    const config = { euHost: text, euKey: { ...text, secret: true } };
    return yamlProgram({ eu }, { config, outputs: Object.fromEntries(calls) });
  },
};

describe.each(bothProviders)("$name", ({ on, runtime }) => {
  test("lookups work at preview and at up, on the stack's platform and on an instance's, with the complete list", async () => {
    const home = await startPlatform({ defaultLimit: 3 });
    const eu = await startPlatform({ defaultLimit: 3 });
    fill(home, "home", 10);
    fill(eu, "eu", 5);
    const [first, second] = home.connections();
    const lookups = {
      all: list(),
      inactive: list({ status: "INACTIVE" }),
      custom: list({ provider: "API", status: "ACTIVE" }),
      two: list({ limit: 2 }),
      item: list({ limit: 1 }),
      byId: get({ id: first!.connectionId }),
      byName: get({ connectionName: "home 1" }),
      euAll: list({}, onInstance),
      euOne: get({ connectionName: "eu 4" }, onInstance),
    };
    const stack = await on(home, program[runtime](lookups), {
      config: { "scratch:euHost": eu.host },
      secrets: { "scratch:euKey": eu.viewOnlyKey },
    });
    const range = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${prefix} ${i}`);
    const { connectionId, createdOn, modifiedOn } = first!;
    const summary = {
      ...{
        id: connectionId,
        connectionName: "home 0",
        provider: "Open AI",
        model: "gpt-4o",
        status: "ACTIVE",
      },
      ...{ createdOn, modifiedOn },
    };
    const expected = {
      all: range("home", 10),
      inactive: ["home 3", "home 7"],
      custom: ["home 1", "home 5", "home 9"],
      two: ["home 0", "home 1"],
      item: [summary],
      byId: { ...summary, maskedApiKey: "sk-***************" },
      byName: {
        ...{ id: second!.connectionId, connectionName: "home 1", provider: "API", status: "ACTIVE" },
        ...{ createdOn: second!.createdOn, modifiedOn: second!.modifiedOn },
        ...{ baseUrl: "https://home-1.example.com", maskedApiKey: "sk-***************" },
      },
      euAll: range("eu", 5),
      euOne: expect.objectContaining({ connectionName: "eu 4" }),
    };

    for (const command of ["preview", "up"] as const) {
      const run = await stack[command]();
      expect(run).toMatchObject({ code: 0, plan: {} });
      // None of them is a secret.
      expect(exported(run)).toEqual(expected);
      // A truncated list is requested again in full; a lookup by name is a list and a GET.
      expect(requests(home)).toEqual({ list: 8, get: 2 });
      expect(requests(eu)).toEqual({ list: 4, get: 1 });
      expect(run.output).not.toContain(KEY);
    }
    expect(await stack.up("--expect-no-changes")).toMatchObject({ code: 0 });
    expect(Object.values(stack.stateFiles()).join("\n")).not.toContain(eu.viewOnlyKey);
  });

  test("a failed lookup fails the preview with one sentence", async () => {
    const emulator = await startPlatform();
    for (let i = 0; i < 2; i++)
      emulator.console.create({
        provider: "Open AI",
        ...{ model: "gpt-4o", connectionName: "twin", fields: { API_KEY: KEY } },
      });
    const stack = await on(emulator, program[runtime]({}), {
      config: { "scratch:euHost": emulator.host },
      secrets: { "scratch:euKey": "planted-key-that-is-refused" },
    });
    const failure = async (lookup: Lookup): Promise<string> => {
      stack.program(program[runtime]({ it: lookup }));
      const run = await stack.preview();
      expect(run.code).not.toBe(0);
      expect(run.output).not.toContain("planted-key-that-is-refused");
      return said(run, "error");
    };
    expect(await failure(get({ id: "cn-unknown" }))).toMatch(/GET \/connections\/cn-unknown, status 404/);
    expect(await failure(get({ connectionName: "nobody" }))).toContain(
      'Could not look up model connection "nobody": no connection has this name. Run "npx pulumi-model-connections list" to see the existing names.',
    );
    expect(await failure(get({ connectionName: "twin" }))).toMatch(
      /look up model connection "twin": 2 connections are named "twin" \(cn-\S+, cn-\S+\)/,
    );
    expect(await failure(list({}, onInstance))).toMatch(/GET \/connections, status 401/);
  });
});

/** By lookup: the names in a list of several connections, and one connection with all of its properties. */
function exported({ outputs }: Run): Record<string, unknown> {
  const short = ([what, value]: [string, unknown]) => {
    if (what === "item" || !Array.isArray(value)) return [what, value] as const;
    return [
      what,
      (value as { connectionName: string }[]).map(({ connectionName }) => connectionName),
    ] as const;
  };
  return Object.fromEntries(Object.entries(outputs).map(short));
}
