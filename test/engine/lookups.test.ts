// `getConnection` and `listConnections` in a program: at preview and up, on either platform, with complete lists and clear errors.
import type { Emulator } from "pulumi-model-connections/emulator";
import { said } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { EngineStack } from "../support/stack";

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

/** Logs the value of each Output, so that a test can read it after a preview as well. */
const program = (lookups: Record<string, string>) => `
const pulumi = require("@pulumi/pulumi");
const { ModelConnectionsProvider, getConnection, listConnections } = require("pulumi-model-connections");
const config = new pulumi.Config();
const eu = new ModelConnectionsProvider("eu", { host: config.require("euHost"), apiKey: config.requireSecret("euKey") });
const names = (list) => list.apply((all) => all.map(({ connectionName }) => connectionName));
const log = (what, output) => {
  exports[what] = output;
  pulumi.all([output, pulumi.isSecret(output)]).apply(([value, secret]) =>
    pulumi.log.info("logged " + JSON.stringify({ what, value, secret })));
};
${Object.entries(lookups)
  .map(([what, lookup]) => `log(${JSON.stringify(what)}, ${lookup});`)
  .join("\n")}
`;

test("lookups work at preview and at up, on the stack's platform and on an instance's, with the complete list", async () => {
  const home = await startPlatform({ defaultLimit: 3 });
  const eu = await startPlatform({ defaultLimit: 3 });
  fill(home, "home", 10);
  fill(eu, "eu", 5);
  const [first, second] = home.connections();
  const stack = await EngineStack.create({
    program: program({
      all: "names(listConnections())",
      inactive: `names(listConnections({ status: "INACTIVE" }))`,
      custom: `names(listConnections({ provider: pulumi.output("API"), status: "ACTIVE" }))`,
      two: "names(listConnections({ limit: 2 }))",
      item: "listConnections({ limit: 1 })",
      byId: `getConnection({ id: ${JSON.stringify(first!.connectionId)} })`,
      byName: `getConnection({ connectionName: "home 1" })`,
      euAll: "names(listConnections({}, { provider: eu }))",
      euOne: `getConnection({ connectionName: "eu 4" }, { provider: eu }).connectionName`,
    }),
    ...{ host: home.host, apiKey: home.apiKey },
    config: { "scratch:euHost": eu.host },
    secrets: { "scratch:euKey": eu.viewOnlyKey },
  });
  const range = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix} ${i}`);
  const { connectionId, createdOn, modifiedOn } = first!;
  const summary = {
    ...{ id: connectionId, connectionName: "home 0", provider: "Open AI", model: "gpt-4o", status: "ACTIVE" },
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
    euOne: "eu 4",
  };

  for (const command of ["preview", "up"] as const) {
    const run = await stack[command]();
    expect(run).toMatchObject({ code: 0, plan: {} });
    const logged = [...said(run).matchAll(/logged (\{.*\})/g)].map(
      ([, text]) => JSON.parse(text!) as { what: string; value: unknown; secret: boolean },
    );
    expect(Object.fromEntries(logged.map(({ what, value }) => [what, value]))).toEqual(expected);
    expect(logged.filter(({ secret }) => secret)).toEqual([]);
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
  const stack = await EngineStack.on(emulator, "", {
    config: { "scratch:euHost": emulator.host },
    secrets: { "scratch:euKey": "planted-key-that-is-refused" },
  });
  const failure = async (lookup: string): Promise<string> => {
    stack.program(program({ it: lookup }));
    const run = await stack.preview();
    expect(run.code).not.toBe(0);
    expect(run.output).not.toContain("planted-key-that-is-refused");
    return said(run, "error");
  };
  expect(await failure(`getConnection({ id: "cn-unknown" })`)).toMatch(
    /GET \/connections\/cn-unknown, status 404/,
  );
  expect(await failure(`getConnection({ connectionName: "nobody" })`)).toContain(
    'Could not look up model connection "nobody": no connection has this name. Run "npx pulumi-model-connections list" to see the existing names.',
  );
  expect(await failure(`getConnection({ connectionName: "twin" })`)).toMatch(
    /look up model connection "twin": 2 connections are named "twin" \(cn-\S+, cn-\S+\)/,
  );
  expect(await failure("listConnections({}, { provider: eu })")).toMatch(/GET \/connections, status 401/);
});
