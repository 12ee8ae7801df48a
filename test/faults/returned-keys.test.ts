// A platform that returns keys in every value of every response: none is stored or shown, and the stack stays usable.
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FaultRule } from "pulumi-model-connections/emulator";
import {
  bothProviders,
  dynamicProvider,
  nativeProvider,
  type ProviderUnderTest,
} from "../support/both-providers";
import { findLeaks } from "../support/leak-search";
import { expectSettled, succeeded } from "../support/outcomes";
import { keyOn, startPlatform } from "../support/platform";
import { ofEachEndpoint, ofEachProvider, program } from "../support/program";
import { cliBin } from "../support/project";
import { KeyReturningPlatform, SPELLINGS } from "../support/returned-keys";
import { EngineStack } from "../support/stack";
import { identities, managed } from "../support/state";
import { yamlProgram } from "../support/yaml";

const SIZE = Object.keys(SPELLINGS).length;
const hidden = "(not shown: it contains a key)";
const main = join(__dirname, "../../dist/cli/main.js");
/** Unlike any other text of a run, and valid in an id and in a host name. */
const keyOf = (name: string) =>
  `k${BigInt(`0x${createHash("sha256").update(name).digest("hex")}`)
    .toString(36)
    .slice(0, 27)}`;

const fromEnvironment = ["six", "eight"];
const names = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
const args = Object.values(ofEachProvider);
const endpoints: Readonly<Record<string, object>> = {
  seven: ofEachEndpoint.gateway,
  eight: ofEachEndpoint.fromScratch,
};
const platformKey = keyOf("platform");

const argsOf = (name: string, index: number) => ({
  ...(endpoints[name] ?? args[index % 3]),
  ...(name === "two" ? { connectionName: "named by the program" } : {}),
});

/** Where the keys come from in a JavaScript program. */
const sources: Readonly<Record<string, string>> = {
  six: 'apiKeyEnv: "SIX_KEY", apiKeyVersion: process.env.ROUND',
  seven: "headers: { Authorization: `Bearer ${process.env.SEVEN_KEY}` }",
  eight: 'headersEnv: { "x-api-key": "EIGHT_KEY" }, apiKeyVersion: process.env.ROUND',
};

/** One after the other, so that each sees the key of the one before it. */
const inJavaScript = program(
  "let before;",
  ...names.map((name, index) => {
    const key = sources[name] ?? `apiKey: process.env.${name.toUpperCase()}_KEY`;
    return `before = new ModelConnection("${name}", { ...${JSON.stringify(argsOf(name, index))}, ${key} }, { dependsOn: before ? [before] : [] });`;
  }),
);

/** The same in YAML, which can't read the environment: its keys are secrets of the stack. */
function inYaml(round: string): string {
  const credentials: Readonly<Record<string, object>> = {
    six: { apiKeyEnv: "SIX_KEY", apiKeyVersion: round },
    seven: { headers: { Authorization: "Bearer ${keys:seven}" } },
    eight: { headersEnv: { "x-api-key": "EIGHT_KEY" }, apiKeyVersion: round },
  };
  const resources = names.map((name, index) => {
    const properties = { ...argsOf(name, index), ...(credentials[name] ?? { apiKey: `\${keys:${name}}` }) };
    const dependsOn = index === 0 ? [] : [`\${${names[index - 1]!}}`];
    return [name, { properties, options: { dependsOn } }] as const;
  });
  const config = names.map((name) => [`keys:${name}`, { type: "string", secret: true }]);
  return yamlProgram(Object.fromEntries(resources), { config: Object.fromEntries(config) });
}

const lookups: Readonly<Record<string, (id: string) => string>> = {
  [dynamicProvider.name]: (id) => `
const { getConnection, listConnections } = require("pulumi-model-connections");
exports.one = getConnection({ id: "${id}" });
exports.all = listConnections();`,
  [nativeProvider.name]: (id) =>
    yamlProgram(
      {},
      {
        variables: {
          one: { "fn::invoke": { function: "model-connections:getConnection", arguments: { id } } },
          all: { "fn::invoke": { function: "model-connections:listConnections", arguments: {} } },
        },
        outputs: { one: "${one}", all: "${all.connections}" },
      },
    ),
};

const platforms: KeyReturningPlatform[] = [];
afterAll(async () => {
  await Promise.all(platforms.map((platform) => platform.stop()));
});

async function keyReturningPlatform() {
  const emulator = await startPlatform({ apiKey: platformKey, maskStyle: "edges" });
  const platform = await KeyReturningPlatform.before(emulator);
  platforms.push(platform);
  const texts: Record<string, string> = {};
  const secrets: Record<string, string> = { platformKey };
  const ofRound = (round: string) => names.map((name) => keyOf(`${name} ${round}`));
  /** The environment of this round, with a new key for each connection. */
  const rotate = async (provider: ProviderUnderTest, stack: EngineStack, round: string) => {
    const keys = ofRound(round);
    if (provider === nativeProvider) {
      stack.program(inYaml(round));
      const secrets = names.map((name, index) => [`keys:${name}`, keys[index]!]);
      await stack.setConfig({}, { secrets: Object.fromEntries(secrets) as Record<string, string> });
    }
    keys.forEach((key, index) => {
      secrets[`${names[index]!} ${round}`] = key;
      stack.env[`${names[index]!.toUpperCase()}_KEY`] = key;
    });
    stack.env["ROUND"] = round;
    platform.keysFor = (stored) => {
      // Once a variable has another value, nobody but the platform knows the key that it had before.
      const isForgotten = fromEnvironment.some(
        (name) => secrets[`${name} first`] === stored && round !== "first",
      );
      const own = isForgotten ? undefined : stored;
      const before = own === undefined ? undefined : keys[keys.indexOf(own) - 1];
      return {
        platform: platformKey,
        ...(own !== undefined && { own }),
        ...(before !== undefined && { other: before }),
      };
    };
  };
  /** Runs a command and keeps its output, with colours. */
  const run = async (stack: EngineStack, ...command: string[]) => {
    const { code, stdout, stderr, output } = await stack.exec(join(cliBin(), "pulumi"), ...command);
    texts[`${Object.keys(texts).length + 1} pulumi ${command.join(" ")}`] = `${stdout}\n${stderr}`;
    return { code, output };
  };
  /** Searches everything that these stacks stored, and all output. */
  const search = (...stacks: EngineStack[]) => {
    const artefacts = Object.assign({}, texts, ...stacks.map((stack) => stack.artefacts())) as typeof texts;
    artefacts["journal"] = JSON.stringify(emulator.journal());
    return { leaks: findLeaks(artefacts, secrets, { run: 12 }), artefacts, secrets };
  };
  return { emulator, platform, rotate, run, search, texts, secrets };
}

const unattended = ["--non-interactive", "--parallel", "1"];
const applied = ["--yes", "--skip-preview", ...unattended];

describe.each(bothProviders)("$name", (provider) => {
  test("keys in every value of every response appear in no state, output, export, history, list or import", async () => {
    const { emulator, platform, rotate, run, search, secrets } = await keyReturningPlatform();
    const stack = await provider.on(platform, provider === nativeProvider ? inYaml("first") : inJavaScript);
    const ids = async () => Object.values(await identities(stack)).map(({ id }) => id);
    const expectExactlyTheDeclared = async () => {
      const there = emulator.connections().map(({ connectionId }) => connectionId);
      expect(there).toHaveLength(names.length);
      expect((await ids()).sort()).toEqual(there.sort());
    };

    await rotate(provider, stack, "first");
    expect(await run(stack, "preview", "--json", ...unattended)).toMatchObject({ code: 0 });
    expect(await run(stack, "up", "--diff", ...applied)).toMatchObject({ code: 0 });
    await expectExactlyTheDeclared();
    for (const round of [1, 2, 3]) {
      const refresh = await run(stack, "refresh", "--diff", ...applied);
      expect(refresh.code).toBe(0);
      expect(refresh.output).toContain(
        `is "${hidden}" on the platform. The provider doesn't set the status: look at the connection`,
      );
      expect(
        await run(stack, "preview", "--refresh", ...(round === 1 ? ["--json"] : []), ...unattended),
      ).toMatchObject({ code: 0 });
    }
    await rotate(provider, stack, "second");
    expect(await run(stack, "up", "--refresh", "--diff", ...applied)).toMatchObject({ code: 0 });
    await expectExactlyTheDeclared();
    expect(emulator.connections().map(keyOn).sort()).toEqual(
      names.map((name) => keyOf(`${name} second`)).sort(),
    );
    for (const args of [
      ["stack", "output", "--json"],
      ["stack", "export"],
      ["stack", "history", "--json"],
    ])
      expect(await run(stack, ...args)).toMatchObject({ code: 0 });
    expect(JSON.stringify(await managed(stack))).toContain(hidden);

    // A program with lookups, and the commands, know no key but the platform's.
    platform.keysFor = () => ({ platform: platformKey });
    const [id] = await ids();
    const reader = await provider.on(platform, lookups[provider.name]!(id!), { project: "reader" });
    expect(await run(reader, "up", "--diff", ...applied)).toMatchObject({ code: 0 });
    const outputs = await run(reader, "stack", "output", "--json");
    expect(JSON.parse(outputs.output)).toMatchObject({ one: { id, connectionName: hidden, status: hidden } });
    Object.assign(reader.env, {
      MODEL_CONNECTIONS_HOST: platform.host,
      MODEL_CONNECTIONS_API_KEY: platformKey,
    });
    const cli = async (...args: string[]) => {
      const { code, output } = await reader.exec(process.execPath, main, ...args);
      expect([args, code]).toEqual([args, 0]);
      return output;
    };
    const printed = {
      list: await cli("list"),
      json: await cli("list", "--json"),
      import: await cli("import", "estate"),
    };
    expect(printed.list).toContain(hidden);
    expect(JSON.parse(printed.json)).toHaveLength(names.length);
    expect(printed.import).toContain("Wrote 0 connections");
    expect(printed.import).toContain("the API can't create connections of its provider");

    const { artefacts } = search(stack, reader);
    Object.assign(artefacts, printed);
    // Where environment variables are keys, the engine keeps them nowhere.
    expect(findLeaks(artefacts, secrets, { run: 12 })).toEqual([]);
    process.stderr.write(
      `leak search: ${Object.keys(artefacts).length} artefacts searched for ${Object.keys(secrets).length} keys, found 0\n`,
    );
    expect(Object.keys(artefacts).some((name) => name.endsWith("estate/index.ts"))).toBe(true);
    // Every property was returned as every spelling of the connection's own key, another's and the platform's.
    for (const name of [
      "connectionName",
      "provider",
      "model",
      "modelType",
      "status",
      "createdOn",
      "modifiedOn",
    ])
      expect([name, platform.returned.get(`.${name}`)?.size]).toEqual([name, 3 * SIZE]);
    for (const name of ["API_KEY", "BASE_URL", "api_version", "your_resource_name", "deployment_id"])
      expect(platform.returned.get(`.fields.${name}`)?.size).toBe(3 * SIZE);

    for (const path of [".mapProvider", ".payload.input"]) expect(platform.returned.get(path)).toBeDefined();
    for (const path of [".endpointUrl", ".headers.key", ".headers.value"])
      expect([path, (platform.returned.get(path)?.size ?? 0) >= SIZE]).toEqual([path, true]);

    // The search finds each spelling where it was put on purpose.
    for (const [name, spell] of Object.entries(SPELLINGS)) {
      const planted = { [name]: JSON.stringify({ status: spell(platformKey) }) };
      expect([name, findLeaks(planted, { platformKey }, { run: 12 }).length > 0]).toEqual([name, true]);
    }

    // Once it returns no keys, nothing is left of them; and keys that a refresh sees later are drift that the next refresh clears.
    for (const returns of [false, true, false]) {
      platform.returns = returns;
      succeeded(await stack.refresh("--parallel", "1"));
      const shown = Object.values(await identities(stack)).map(({ name }) => name === hidden);
      expect(shown).toEqual(names.map(() => returns));
    }
    succeeded(await stack.up());
    await expectSettled(stack);
    await expectExactlyTheDeclared();
  });
});

const many = Object.keys(SPELLINGS).map((_, index) => `c${index}`);
const refused: FaultRule["fault"] = {
  kind: "status",
  status: 400,
  body: { error: { message: "x" }, message: "y" },
};

test("keys in error texts and redirect targets are not shown, and the message says what to do", async () => {
  const { emulator, platform, run, search, secrets } = await keyReturningPlatform();
  const [first, second] = [keyOf("first"), keyOf("second")];
  Object.assign(secrets, { first, second });
  const declaringMany = program(
    ...many.map(
      (name) =>
        `new ModelConnection("${name}", { provider: "Anthropic", model: "${name}", apiKey: process.env.KEY });`,
    ),
  );
  const stack = await EngineStack.on(platform, declaringMany, { env: { KEY: first } });
  platform.keysFor = () => ({ platform: platformKey, own: stack.env["KEY"]! });
  const failing = async (operation: "create" | "get" | "update" | "list", ...command: string[]) => {
    emulator.faults.inject({ on: { operation }, times: Infinity, fault: refused });
    const { code, output } = await run(stack, ...command, ...applied);
    emulator.faults.clear();
    expect(code).not.toBe(0);
    return output;
  };

  for (const color of ["always", "never"]) {
    const output = await failing("create", "up", "--continue-on-error", "--color", color);
    expect(output).toContain(
      "the platform refused the request (POST /connections, status 400). Correct the arguments",
    );
  }
  expect(platform.returned.get(".error.message")?.size).toBe(2 * many.length);
  expect(emulator.connections()).toEqual([]);
  expect(await failing("list", "up")).toContain("GET /connections, status 400");
  platform.returns = false;
  succeeded(await stack.up());
  platform.returns = true;
  expect(await failing("get", "refresh", "--diff")).toContain(
    "status 400). Correct the arguments and run again.",
  );
  stack.env["KEY"] = second;
  expect(await failing("update", "up", "--continue-on-error")).toContain(
    "status 400). Correct the arguments and run again.",
  );

  platform.redirects = true;
  const redirected = await run(stack, "up", ...applied);
  expect(redirected.code).not.toBe(0);
  expect(redirected.output).toContain(
    "A redirect is never followed, because the request contains the key. Set model-connections:host to the platform itself.",
  );
  Object.assign(stack.env, { MODEL_CONNECTIONS_HOST: platform.host, MODEL_CONNECTIONS_API_KEY: platformKey });
  platform.keysFor = () => ({ platform: platformKey });
  const output: string[] = [];
  while (output.length < many.length) output.push((await stack.exec(process.execPath, main, "list")).output);
  expect(output.join("")).toContain("A redirect is never followed");
  platform.redirects = false;

  const { artefacts } = search(stack);
  artefacts["list"] = output.join("");
  expect(findLeaks(artefacts, secrets, { run: 12 })).toEqual([]);

  platform.returns = false;
  succeeded(await stack.up());
  expect(emulator.connections().map(({ fields }) => fields["API_KEY"])).toEqual(many.map(() => second));
  await expectSettled(stack);
});

test("a key in place of an id is refused, and the connection is found by its name", async () => {
  const { emulator, platform, run, search, secrets } = await keyReturningPlatform();
  const key = keyOf("own");
  secrets["own"] = key;
  const ids = [key, platformKey, Buffer.from(key).toString("hex"), key.slice(0, -4)];
  const stack = await EngineStack.on(platform, program(), { env: { KEY: key } });
  platform.returns = false;
  const declared: string[] = [];
  const declareOneMore = () => {
    declared.push(
      `new ModelConnection("c${declared.length}", { provider: "Anthropic", model: "m${declared.length}", apiKey: process.env.KEY });`,
    );
    stack.program(program(...declared));
  };

  for (const id of ids) {
    declareOneMore();
    platform.idFor = (own, method) => (method === "POST" ? id : own);
    const up = await run(stack, "up", "--diff", ...applied);
    expect(up).toMatchObject({ code: 0, output: expect.stringContaining("was created") });
  }
  declareOneMore();
  for (const id of ids) {
    platform.idFor = (own, _, isList) => (isList ? id : own);
    const up = await run(stack, "up", "--diff", ...applied);
    expect(up.code).not.toBe(0);
    expect(up.output).toContain(
      "a connectionId contains a key (GET /connections, status 200). Check that model-connections:host is the platform",
    );
  }
  expect(emulator.connections()).toHaveLength(ids.length);
  const { leaks, artefacts } = search(stack);
  expect(leaks).toEqual([]);
  expect(Object.keys(artefacts).length).toBeGreaterThan(20);
  platform.idFor = (id) => id;
  succeeded(await stack.up());
  await expectSettled(stack);
  const inState = Object.values(await identities(stack)).map(({ id }) => id);
  expect(inState.sort()).toEqual(
    emulator
      .connections()
      .map(({ connectionId }) => connectionId)
      .sort(),
  );
});
