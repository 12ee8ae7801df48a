// A company's network on the real engine: a proxy with a user name, a certificate authority of its own, and a proxy that disappears.
import { mkdtempSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { companyCa } from "../network/certificates";
import { frontPort, proxyPort, restartableProxy, respondingPort, stopServers } from "../network/servers";
import { dynamicProvider, nativeProvider } from "../support/both-providers";
import { expectSettled, said, succeeded } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { connections, openAi } from "../support/program";
import { runFolder } from "../support/run-folder";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";
import { yamlProgram } from "../support/yaml";

const main = join(__dirname, "../../dist/cli/main.js");
const HOST = "platform.example.com";
const PASSWORD = "proxy-password-0001";

const ca = companyCa();
afterAll(async () => {
  ca.remove();
  await stopServers();
});

/** The environment of a company's machine. */
function companyEnvironment(proxy: number, name = "HTTPS_PROXY", credentials = `user:${PASSWORD}@`) {
  const NODE_EXTRA_CA_CERTS = join(mkdtempSync(join(runFolder(), "company-")), "ca.pem");
  writeFileSync(NODE_EXTRA_CA_CERTS, ca.pem);
  return { [name]: `http://${credentials}127.0.0.1:${proxy}`, NODE_EXTRA_CA_CERTS };
}

const lookup = `
const { getConnection } = require("pulumi-model-connections");
exports.found = getConnection({ connectionName: "looked-up" }).status;
`;

/** The same program for each provider: a connection, and a lookup of another one. */
const programs = {
  [dynamicProvider.name]: connections({ one: openAi }) + lookup,
  [nativeProvider.name]: yamlProgram(
    { one: { properties: openAi } },
    {
      variables: {
        found: {
          "fn::invoke": {
            function: "model-connections:getConnection",
            arguments: { connectionName: "looked-up" },
          },
        },
      },
      outputs: { found: "${found.status}" },
    },
  ),
};

// Pulumi's own runtime for Node.js reads the small letters for its connection to the engine on this machine.
test.each([
  { provider: dynamicProvider, name: "HTTPS_PROXY", more: {} },
  { provider: dynamicProvider, name: "https_proxy", more: { no_proxy: "127.0.0.1,localhost" } },
  { provider: nativeProvider, name: "https_proxy", more: {} },
])(
  "up, refresh, a lookup, list and destroy go through the proxy in $name, with a private certificate authority ($provider.name)",
  async ({ provider, name, more }) => {
    const emulator = await startPlatform();
    const asked: string[] = [];
    const proxy = await proxyPort(
      `user:${PASSWORD}`,
      await frontPort(emulator, ca.signed(`DNS:${HOST}`, 90)),
      asked,
    );
    emulator.console.create({
      provider: "Open AI",
      model: "m",
      connectionName: "looked-up",
      fields: { API_KEY: "k" },
    });
    const env = { ...companyEnvironment(proxy, name), ...more };
    const stack = await provider.on({ host: HOST, apiKey: emulator.apiKey }, programs[provider.name]!, {
      env,
    });
    const runs = [await stack.up(), await stack.refresh(), await stack.preview("--expect-no-changes")];
    for (const run of runs) succeeded(run);
    stack.env["MODEL_CONNECTIONS_API_KEY"] = emulator.apiKey;
    expect(await stack.exec(process.execPath, main, "list", "--host", HOST)).toMatchObject({
      code: 0,
      output: expect.stringContaining("looked-up"),
    });
    expect(emulator.connections()).toHaveLength(2);
    const destroyed = await stack.destroy();
    runs.push(destroyed);
    expect(said(destroyed)).toContain("it still exists on");
    expect(new Set(asked)).toEqual(new Set([`${HOST}:443`]));
    for (const { code, output } of runs) {
      expect(code).toBe(0);
      expect(output).not.toContain(PASSWORD);
    }
    expect(Object.values(stack.artefacts()).join("")).not.toContain(PASSWORD);
  },
);

test("without the company's authority nothing is created, and the message says what to set", async () => {
  const emulator = await startPlatform();
  const proxy = await proxyPort(`user:${PASSWORD}`, await frontPort(emulator, ca.signed(`DNS:${HOST}`, 90)));
  const { HTTPS_PROXY } = companyEnvironment(proxy);
  const stack = await EngineStack.on({ host: HOST, apiKey: emulator.apiKey }, connections({ one: openAi }), {
    env: { HTTPS_PROXY: HTTPS_PROXY! },
  });
  const { code, output } = await stack.up();
  expect(code).not.toBe(0);
  expect(output).toContain(`the certificate of ${HOST} is not trusted: UNABLE_TO_VERIFY_LEAF_SIGNATURE`);
  expect(output).toContain("NODE_EXTRA_CA_CERTS");
  expect(output).not.toContain(PASSWORD);
  expect(emulator.journal()).toEqual([]);
});

test("a proxy that disappears in the middle of an up of 20: exactly 20 connections after the next up", async () => {
  const emulator = await startPlatform({ uniqueKeys: false });
  let posts = 0;
  let onPost: (count: number) => void = () => undefined;
  const front = await respondingPort(
    (request, response) => {
      const passed = http.request(
        `${emulator.url}${request.url ?? ""}`,
        { method: request.method, headers: { ...request.headers, host: emulator.host } },
        (received) => {
          if (request.method === "POST") onPost(++posts);
          response.writeHead(received.statusCode ?? 500, received.headers);
          received.pipe(response);
        },
      );
      passed.on("error", () => response.destroy());
      request.pipe(passed);
    },
    ca.signed(`DNS:${HOST}`, 90),
  );
  const proxy = await restartableProxy(front);
  onPost = (count) => {
    if (count === 8) proxy.stop();
  };
  const names = Array.from({ length: 20 }, (_, i) => `c${i}`);
  const stack = await EngineStack.on(
    { host: HOST, apiKey: emulator.apiKey },
    connections(Object.fromEntries(names.map((name) => [name, openAi]))),
    {
      env: companyEnvironment(proxy.port, "HTTPS_PROXY", ""),
      config: { "model-connections:timeoutSeconds": "8" },
    },
  );
  const broken = await stack.up("--continue-on-error");
  expect(broken.code).not.toBe(0);
  expect(broken.output).toContain(
    `the proxy http://127.0.0.1:${proxy.port} could not be reached: ECONNREFUSED`,
  );
  expect(emulator.connections().length).toBeLessThan(20);
  await proxy.start();
  succeeded(await stack.up());
  expect(emulator.connections()).toHaveLength(20);
  const ids = Object.values(await identities(stack)).map(({ id }) => id);
  expect(ids.sort()).toEqual(
    emulator
      .connections()
      .map(({ connectionId }) => connectionId)
      .sort(),
  );
  requests(emulator);
  await expectSettled(stack);
});
