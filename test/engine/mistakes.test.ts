// Mistakes in a program that is not compiled: the engine shows all of them, and what was probably meant.
import { findLeaks } from "../support/leak-search";
import { said } from "../support/outcomes";
import { requests, startPlatform } from "../support/platform";
import { type Args, connections, customApi, fromScratch, gateway, openAi } from "../support/program";
import { EngineStack } from "../support/stack";
import { identities } from "../support/state";

test("a provider that is written another way gets a suggestion at preview", async () => {
  const emulator = await startPlatform();
  const stack = await EngineStack.on(emulator, connections({ gpt4o: { ...openAi, provider: "OpenAI" } }));
  const allowed = "provider: must be one of API, Open AI, Azure Open AI, Anthropic";
  const preview = await stack.preview();
  expect(preview.code).not.toBe(0);
  const problems = said(preview, "error").split("\n");
  expect(problems).toContainEqual(
    expect.stringMatching(new RegExp(`'gpt4o' has a problem: ${allowed}; did you mean "Open AI"\\?$`)),
  );
  expect(requests(emulator)).toEqual({});
});

const planted = "Planted-in-an-argument-0001";
/** Another one, because a credential in an argument that is shown is a problem of its own. */
const credential = "Credential-in-a-mistake-0002";
const common = { provider: "API", model: "llama-3", endpointUrl: "https://gateway.example.com" };
const endpointMistakes: [what: string, args: Args, problems: RegExp[]][] = [
  [
    "an endpoint of both forms and both kinds",
    {
      ...{ ...customApi, ...fromScratch, ...gateway, apiKey: credential },
      endpointUrl: `https://user:${planted}@gateway.example.com`,
      headers: {
        Authorization: `Bearer ${credential}***************`,
        "x-lines": `${credential}\r\nx-injected: 1`,
        Host: credential,
      },
      llmFeatures: { [planted]: true },
      ioMappings: [planted],
      payload: planted,
      outputPath: `with ${planted}`,
      promptVars: [{ name: planted }],
    },
    [
      /baseUrl, apiKey: conflicts with .*endpointUrl.*; provider "API" takes either/,
      /payload, promptVars, outputPath: conflicts with mapProvider, llmFeatures, ioMappings; give mapProvider if/,
      /endpointUrl: must not contain a user name or password: the key belongs in headers/,
      /headers: the value of "Authorization" is a masked value as the platform shows it/,
      /headers: the value of "x-lines" must not contain a line break/,
      /headers: Connection, Host, Content-Length and other headers of the connection itself can't be set/,
      /llmFeatures: has an unknown flag; the flags are toolCalling, /,
      /ioMappings: each item must be one of textToText, /,
      /payload: must be a JSON object, the body of the request/,
      /outputPath: must not contain whitespace/,
      /promptVars: each item must have name, displayName, .*; one has no displayName/,
    ],
  ],
  [
    "an endpoint of neither kind",
    { ...common, endpointUrl: `ftp://${planted}`, headersEnv: { "x-api-key": `${planted} is not a name` } },
    [
      /mapProvider: is missing, and payload too; give mapProvider if/,
      /endpointUrl: must be an http or https URL/,
      /headersEnv: "x-api-key": must be the name of an environment variable/,
      /apiKeyVersion: is missing; headersEnv requires it/,
    ],
  ],
  [
    "another provider with arguments of an endpoint",
    { ...openAi, apiKey: `${credential}***`, ...ofAnEndpoint() },
    [
      /endpointUrl: is not an argument of provider "Open AI"; it belongs to "API"/,
      /mapProvider: is not an argument of provider "Open AI"; it belongs to "API"/,
      /payload: is not an argument of provider "Open AI"; it belongs to "API"/,
      /headers: is not an argument of provider "Open AI"; it belongs to "API"/,
      /apiKey: .*masked/,
    ],
  ],
];

test.each(endpointMistakes)(
  "%s: preview reports every problem at once, prints no value and sends nothing",
  async (_, args, problems) => {
    const emulator = await startPlatform();
    const stack = await EngineStack.on(emulator, connections({ wrong: args }));
    for (const run of [await stack.preview("--diff"), await stack.up()]) {
      expect(run.code).not.toBe(0);
      const heard = said(run, "error").split("\n");
      for (const problem of problems) expect(heard.filter((line) => problem.test(line))).toHaveLength(1);
      expect(heard.filter((line) => line.includes("has a problem"))).toHaveLength(problems.length);
      expect(findLeaks({ output: run.output, errors: heard.join("\n") }, { planted, credential })).toEqual(
        [],
      );
    }
    expect(requests(emulator)).toEqual({});
    expect(await identities(stack)).toEqual({});
  },
);

function ofAnEndpoint(): Args {
  const { endpointUrl, mapProvider } = gateway;
  return { endpointUrl, mapProvider, payload: fromScratch.payload, headers: { Authorization: credential } };
}
