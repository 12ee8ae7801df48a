// One emulator per test, stopped afterwards, and a client that uses only fetch.
import { startEmulator, type Emulator, type EmulatorOptions } from "../../emulator/index";

// Tests wait for events, not for a fixed time; only a very busy machine needs this long.
jest.setTimeout(30_000);

const running: Emulator[] = [];

/** Starts an emulator that is stopped after the test. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
});

/** A response, read completely. */
export interface Received {
  status: number;
  headers: Headers;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads the property that it expects, and fails if it is missing
  json: any;
}

/** Sends a request with the full key, unless the headers say otherwise. */
export async function send(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Received> {
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    redirect: "manual",
    headers: { "x-api-key": emulator.apiKey, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const PATH = "/api/public/connections";
export const KEY = "sk-proj-0123456789MQAA";

export const openAi = (connectionName = "gpt", key = KEY, model = "gpt-4o") => ({
  provider: "Open AI" as const,
  connectionName,
  model,
  fields: { API_KEY: key },
});

export const azure = (connectionName = "azure") => ({
  provider: "Azure Open AI" as const,
  connectionName,
  model: "GPT-4",
  modelType: "EASY_INTEGRATION",
  fields: {
    API_KEY: "azurekey0123456789",
    api_version: "2024-08-01-preview",
    your_resource_name: "my-resource",
    deployment_id: "my-deployment",
  },
});

export const anthropic = (connectionName = "claude") => ({
  provider: "Anthropic" as const,
  connectionName,
  model: "claude-3-5-haiku-20241022",
  modelType: "EASY_INTEGRATION",
  fields: { API_KEY: "sk-ant-0123456789" },
});

export const customApi = (connectionName = "custom", key = "sk-custom-0123456789") => ({
  provider: "API" as const,
  connectionName,
  fields: { BASE_URL: "https://api.example.com", API_KEY: key },
});

export const HEADER_KEY = "gw-planted-0123456789MQAA";
export const HEADER_VALUE = `Bearer ${HEADER_KEY}`;

/** Provider "API" with an endpoint in a known format. */
export const endpoint = (connectionName = "gateway") => ({
  provider: "API" as const,
  connectionName,
  model: "llama",
  endpointUrl: "https://gateway.example.com/v1/chat/completions",
  headers: [{ key: "Authorization", value: HEADER_VALUE }],
  status: "FINALIZED" as const,
  isEnable: true,
  bodyTab: "providerReferences" as const,
  mapProvider: "openAIModel" as const,
  llmFeatures: {
    toolCalling: true,
    supportTools: true,
    parallelToolCalling: false,
    structuredResponse: false,
    dataGeneration: false,
    streaming: true,
  },
  IOMappings: ["textToText" as const],
  idp: "none" as const,
});

/** Provider "API" with an endpoint whose request is described from scratch. */
export const fromScratch = (connectionName = "in-house") => ({
  provider: "API" as const,
  connectionName,
  model: "summarizer",
  endpointUrl: "https://in-house.example.com/v1",
  headers: [{ key: "Authorization", value: HEADER_VALUE }],
  status: "FINALIZED" as const,
  isEnable: true,
  promptVars: [
    {
      name: "prompt",
      displayName: "Prompt",
      status: "ACTIVE",
      dataType: "string",
      elementType: null,
      defaultValue: "",
      required: true,
    },
  ],
  customVars: [],
  payload: { text: "{{prompt}}", options: { length: 3 } },
  outputPath: "choices[0].message.content",
  inputTokensPath: "usage.prompt_tokens",
  outputTokensPath: "usage.completion_tokens",
});

/** Creates a connection through the API and returns its id. */
export async function create(emulator: Emulator, body: object = openAi()): Promise<string> {
  const response = await send(emulator, "POST", PATH, body);
  if (response.status !== 200) throw new Error(`create got status ${response.status}: ${response.text}`);
  return (response.json as { connectionId: string }).connectionId;
}
