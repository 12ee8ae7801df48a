// Validation of custom endpoints at preview: forms, kinds, headers and values, all at once and never with a value.
import { problemsOf } from "../../provider/model-connection/check";
import { UNKNOWN } from "../../provider/model-connection/properties";
import {
  type Args,
  customApi,
  endpoints,
  fromScratch,
  knownFormat,
  openAi,
  stored,
  without,
} from "./arguments";
import { Driven } from "./driver";
import { failureOf, listen, start } from "./platform";

const problems = (args: Args, olds: Args = {}) => problemsOf(olds, args);
const known = (more: Args) => problems({ ...knownFormat, ...more });
const scratch = (more: Args) => problems({ ...fromScratch, ...more });

const TWO_FORMS =
  'provider "API" takes either baseUrl and a key, or endpointUrl with headers, where a key is a header such as Authorization';
const TWO_KINDS =
  "give mapProvider if the endpoint speaks a known format, or payload to describe the request from scratch";

test.each(endpoints)("$model is accepted, also without headers and with each policy", (args) => {
  expect(problems(args)).toEqual([]);
  expect(problems({ ...args, connectionName: "prod", adopt: true, deletionPolicy: "scrub" })).toEqual([]);
  expect(problems(without(args, "headers"))).toEqual([]);
});

test.each(endpoints)("$model: any argument, and any part of one, may be unknown", (args) => {
  for (const name of Object.keys(args)) expect(problems({ ...args, [name]: UNKNOWN })).toEqual([]);
  expect(known({ headers: { Authorization: UNKNOWN }, llmFeatures: { streaming: UNKNOWN } })).toEqual([]);
  expect(known({ ioMappings: ["textToText", UNKNOWN] })).toEqual([]);
  expect(scratch({ payload: { a: [UNKNOWN] }, promptVars: [UNKNOWN], customVars: [{ a: UNKNOWN }] })).toEqual(
    [],
  );
  expect(known({ headersEnv: { A: UNKNOWN, B: { env: UNKNOWN } }, apiKeyVersion: UNKNOWN })).toEqual([]);
});

test.each(["connectionName", "model", "endpointUrl", "outputPath"])(
  "%s: a list is refused, also with an unknown item",
  (name) => {
    for (const value of [[UNKNOWN], { a: UNKNOWN }, ["a"]])
      expect(scratch({ [name]: value })).toEqual([`${name}: must be a string`]);
  },
);

test.each(endpoints)("$model: each missing argument is named", (args) => {
  const optional = ["headers", "inputTokensPath", "outputTokensPath"];
  for (const name of Object.keys(args).filter((each) => !optional.includes(each)))
    expect(problems(without(args, name))).toEqual([
      expect.stringMatching(
        name === "mapProvider" ? "^mapProvider: is missing, and payload too" : `^${name}: is missing`,
      ),
    ]);
});

test.each([
  [
    "both forms",
    { ...customApi, ...knownFormat },
    `baseUrl, apiKey: conflicts with endpointUrl, mapProvider, headers; ${TWO_FORMS}`,
  ],
  [
    "a key and an endpoint",
    { ...knownFormat, apiKey: "k-0001" },
    `apiKey: conflicts with endpointUrl, mapProvider, headers; ${TWO_FORMS}`,
  ],
  [
    "both kinds",
    { ...knownFormat, ...fromScratch },
    `payload, outputPath, inputTokensPath, outputTokensPath: conflicts with mapProvider; ${TWO_KINDS}`,
  ],
  [
    "neither kind",
    without(knownFormat, "mapProvider"),
    `mapProvider: is missing, and payload too; ${TWO_KINDS}`,
  ],
])("%s is one problem", (_, args, problem) => {
  expect(problems(args)).toEqual([problem]);
});

test("arguments of this form on another provider are refused", () => {
  for (const [name, value] of Object.entries({ ...knownFormat, ...fromScratch, headersEnv: { A: "B" } })) {
    if (name === "provider" || name === "model") continue;
    expect(problems({ ...openAi, [name]: value })).toEqual([
      `${name}: is not an argument of provider "Open AI"; it belongs to "API"`,
    ]);
  }
});

const headers = (value: string) => known({ headers: { Authorization: value } });

test.each([
  ["", "must not be empty"],
  ["Bearer ", "must not be empty"],
  ["Bearer abc\n", "must not contain a line break: it may have been copied with the value"],
  ["Bearer abc\r\nX-Evil: 1", "must not contain a line break: it may have been copied with the value"],
  ["Bearer\u0000abc", "must contain only characters that HTTP allows in a header"],
  ["Bearer 名前", "must contain only characters that HTTP allows in a header"],
  [" abc", "must not begin or end with whitespace"],
  ["Bearer sk-****1234", "is a masked value as the platform shows it: give the value itself"],
  ["a".repeat(2_049), "must not be longer than 2,048 characters"],
])("the header value %j is refused", (value, problem) => {
  expect(headers(value)).toEqual([`headers: the value of "Authorization" ${problem}`]);
});

test.each([
  [{ headers: "Authorization: x" }, "headers: must be an object of names and values"],
  [{ headers: [{ key: "a", value: "b" }] }, "headers: must be an object of names and values"],
  [{ headers: { A: 1 } }, 'headers: the value of "A" must be a string'],
  [
    { headers: { "Bad Name": "x" } },
    "headers: a header's name must be a token such as Authorization, without whitespace or colons",
  ],
  [{ headers: { Host: "x" } }, /^headers: Connection, Host, Content-Length/],
  [
    { headers: { Accept: "a", accept: "b" } },
    'headers: "accept" is there twice; names are the same in any case',
  ],
  [
    { headersEnv: { Accept: "PATH", authorization: "PATH" }, apiKeyVersion: "1" },
    /"authorization" is there twice/,
  ],
  [{ headersEnv: { "x-key": "PATH" } }, /^apiKeyVersion: is missing; headersEnv requires it/],
  [{ apiKeyVersion: "1" }, /^apiKeyVersion: belongs to headersEnv/],
  [
    { headersEnv: { "x-key": "NOT_SET_ANYWHERE" }, apiKeyVersion: "1" },
    'headersEnv: "x-key": the environment variable NOT_SET_ANYWHERE is not set where pulumi runs',
  ],
  [
    { headersEnv: { "x-key": { env: "PATH", prefix: "a\nb" } }, apiKeyVersion: "1" },
    /the prefix must be a short text/,
  ],
  [
    { headersEnv: { "x-key": { env: "PATH", prefx: "a" } }, apiKeyVersion: "1" },
    'headersEnv: "x-key": has only env and prefix',
  ],
  [
    { headersEnv: { "x-key": { name: "PATH" } }, apiKeyVersion: "1" },
    /must be the name of an environment variable, or { env, prefix }/,
  ],
] as [Args, string | RegExp][])("%j is refused", (more, problem) => {
  expect(known(more)).toEqual([typeof problem === "string" ? problem : expect.stringMatching(problem)]);
});

test("the value of a variable follows the same rules, and is not printed", () => {
  process.env["UNIT_HEADER"] = "sk-planted\nsecond line";
  const found = known({ headersEnv: { "x-key": "UNIT_HEADER" }, apiKeyVersion: "1" });
  delete process.env["UNIT_HEADER"];
  expect(found).toEqual([
    'headersEnv: "x-key": the value of the environment variable UNIT_HEADER must not contain a line break: it may have been copied with the value',
  ]);
});

test.each([
  [
    "mapProvider",
    "openAiModel",
    'must be one of openAIModel, anthropicModel, geminiModel; did you mean "openAIModel"?',
  ],
  ["mapProvider", 7, "must be a string"],
  ["llmFeatures", { stream: true }, /^has an unknown flag; the flags are toolCalling/],
  ["llmFeatures", { streamng: true }, 'has an unknown flag; did you mean "streaming"?'],
  ["llmFeatures", { streaming: "yes" }, "must be an object whose values are true or false"],
  ["llmFeatures", ["streaming"], /^must be an object of flags/],
  [
    "ioMappings",
    ["textToTxt"],
    'each item must be one of textToText, textToImage, imageToText, audioToText; did you mean "textToText"?',
  ],
  ["ioMappings", [], /^must be a list of/],
  ["ioMappings", "textToText", /^must be a list of/],
  ["ioMappings", ["textToText", "textToText"], "must not contain the same item twice"],
  ["endpointUrl", "gateway.example.com", /^must be an http or https URL/],
  [
    "endpointUrl",
    "https://u:p@gateway.example.com",
    "must not contain a user name or password: the key belongs in headers",
  ],
] as const)("%s %j is refused", (name, value, problem) => {
  expect(known({ [name]: value })).toEqual([
    typeof problem === "string"
      ? `${name}: ${problem}`
      : expect.stringMatching(new RegExp(`^${name}: ${problem.source.slice(1)}`)),
  ]);
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

test.each([
  ["payload", "{not json", /^must be a JSON object, the body of the request; if it is a text/],
  ["payload", 7, "must be a JSON object, the body of the request"],
  ["payload", { a: "<{%reset%}>" }, /in one of its texts/],
  ["payload", { a: "line\n::add-mask::x" }, /in one of its texts/],
  ["payload", { "a\u001b[2J": 1 }, /in one of its texts/],
  ["payload", deep(40), "is nested too deeply"],
  ["payload", { a: "x".repeat(100_001) }, "must not be longer than 100,000 characters as JSON"],
  ["promptVars", {}, "must be a list of objects"],
  ["promptVars", ["prompt"], "must be a list of objects"],
  ["promptVars", [{ name: "prompt" }], /one has no displayName$/],
  ["customVars", ["a"], "must be a list of objects"],
  ["outputPath", "", "must not be empty"],
  ["outputPath", "a b", "must not contain whitespace or line breaks"],
  ["inputTokensPath", 7, "must be a string"],
] as const)("%s %j is refused", (name, value, problem) => {
  expect(scratch({ [name]: value })).toEqual([
    typeof problem === "string"
      ? `${name}: ${problem}`
      : expect.stringMatching(problem.source.replace(/^\^/, `^${name}: `)),
  ]);
});

test.each([
  { prompt: "{{prompt}}" },
  { messages: [{ role: "system", content: `{{persona}} ${"long ".repeat(80)}` }] },
  { text: "[INST] {{prompt}} [/INST]\n\tAnswer.\r\n" },
  [{ a: 1 }],
  { temperature: 0.2, stop: null, stream: false, nested: deep(20) },
])("a payload can be %j", (payload) => {
  expect(scratch({ payload })).toEqual([]);
});

test("an unsafe text is named by its place, and what is unsafe", () => {
  const messages = [{ content: "a" }, { content: "b\n<{%" }];
  expect(scratch({ payload: { messages } })).toEqual([
    'payload: must not contain "<" before "{%", which crashes Pulumi\'s display (in one of its texts: messages[1].content)',
  ]);
  expect(scratch({ payload: { "sk-planted-0001": "a\rb" } })).toEqual([
    "payload: must not contain control characters, or characters that reverse the direction of text (in one of its texts: *)",
  ]);
});

test("all problems are reported at once, and none contains a value", () => {
  const planted = "planted-secret";
  const found = problems({
    ...{ provider: "API", model: "", endpointUrl: `https://u:${planted}@x`, mapProvider: planted },
    ...{
      headers: { Authorization: `${planted}\n`, [`${planted} x`]: planted },
      llmFeatures: { [planted]: true },
    },
    ...{ ioMappings: [planted], payload: planted, deletionPolicy: planted, endpontUrl: planted },
  });
  expect(found.map((problem) => problem.split(/[: ]/)[0])).toEqual(
    expect.arrayContaining([
      '"endpontUrl"',
      "model",
      "endpointUrl",
      "mapProvider",
      "llmFeatures",
      "ioMappings",
      "payload",
      "headers",
      "deletionPolicy",
    ]),
  );
  expect(found.join()).not.toContain(planted);
});

test("a credential must not be in an argument that is shown; a harmless value may be", async () => {
  const emulator = await start();
  listen();
  const refused = async (more: Args) =>
    (await failureOf(new Driven(emulator).check({ ...fromScratch, ...more }))).message;
  const secret = "Bearer gw-secret-0001";
  expect(await refused({ headers: { Authorization: secret }, payload: { key: "gw-secret-0001" } })).toBe(
    "payload: must not contain a key, because it is shown and stored in plaintext",
  );
  expect(await refused({ headers: { Custom: secret }, model: "gw-secret-0001" })).toContain(
    "model: must not contain a key",
  );
  expect(await refused({ payload: { [emulator.apiKey]: 1 } })).toContain("payload: must not contain a key");
  const harmless = { "Content-Type": "application/json", "X-Model": fromScratch.model, Accept: "*/*" };
  const payload = { model: fromScratch.model, type: "application/json" };
  await new Driven(emulator).check({ ...fromScratch, headers: harmless, payload });
});

test.each([
  [{ "X-Max-Tokens": "4096-tokens" }, { max_tokens: "4096-tokens" }],
  [{ "X-Auth-Type": "username" }, { role: "username" }],
  [{ "X-Auth-Audience": "https://models.example.com" }, {}],
  [{ "X-Author": "platform-team" }, { team: "platform-team" }],
  [{ Authorization: "Bearer {{api_token}}" }, { token: "{{api_token}}" }],
  [{ "x-api-key": "7charss" }, { text: "7charss" }],
  [{ "X-Gateway": "gw-planted-123456789" }, { text: "gw-planted-123456789" }],
])("headers %j go with payload %j", async (headers, payload) => {
  const emulator = await start();
  listen();
  await new Driven(emulator).check({ ...fromScratch, headers, payload });
});

test.each([
  "Authorization",
  "proxy-authorization",
  "X-Api-Key",
  "api-key",
  "apikey",
  "x-goog-api-key",
  "X-Auth-Token",
  "Cookie",
  "x-client-secret",
  "X-Password",
])("the value of %s must not be in another argument", (name) => {
  const value = "planted-0001";
  expect(scratch({ headers: { [name]: value }, payload: { value: `a ${value}` } })).toEqual([
    "payload: must not contain a key, because it is shown and stored in plaintext",
  ]);
});

test.each([
  ["the password of Basic", "Authorization", `Basic ${Buffer.from("user:planted-0001").toString("base64")}`],
  ["the token after an unknown scheme", "Authorization", "Api-Scheme planted-0001"],
  ["a cookie's value", "Cookie", "theme=dark; session=planted-0001"],
])("%s must not be in another argument", (_, name, value) => {
  expect(scratch({ headers: { [name]: value }, payload: { value: "a planted-0001" } })).toEqual([
    "payload: must not contain a key, because it is shown and stored in plaintext",
  ]);
});

test("the value of a variable must not be in another argument, with any prefix", () => {
  process.env["UNIT_HEADER"] = "planted-0001";
  const headersEnv = { "X-Gateway": { env: "UNIT_HEADER", prefix: "Custom " } };
  const more = { headers: undefined, headersEnv, apiKeyVersion: "1" };
  const found = scratch({ ...more, endpointUrl: "https://models.example.com/?q=planted-0001" });
  delete process.env["UNIT_HEADER"];
  expect(found).toEqual(["endpointUrl: must not contain a key, because it is shown and stored in plaintext"]);
});

test("the prefix of a variable is a scheme or a short text without digits", () => {
  const prefixed = (prefix: string) =>
    known({ headers: undefined, headersEnv: { "x-key": { env: "PATH", prefix } }, apiKeyVersion: "1" });
  for (const prefix of ["", "Bearer ", "Basic ", "Token token=", "key "])
    expect(prefixed(prefix)).toEqual([]);
  for (const prefix of ["Bearer sk-live-123456789012", "sk-1", "abcdefghijklmnopqrstuvwxyzabcdefghi"])
    expect(prefixed(prefix)).toEqual([
      expect.stringMatching(/^headersEnv: "x-key": the prefix must be a short text such as "Bearer "/),
    ]);
});

test("scrub is refused only for the form with baseUrl", () => {
  expect(problems({ ...customApi, deletionPolicy: "scrub" })).toEqual([
    expect.stringMatching(/^deletionPolicy: "scrub" is not possible/),
  ]);
  expect(known({ deletionPolicy: "scrub" })).toEqual([]);
});

test("with a changed model, an explicit connectionName must change too; with a changed URL it need not", () => {
  const named = { ...knownFormat, connectionName: "prod" };
  const olds = stored(named, { llmFeatures: undefined }) as never as Args;
  expect(problems({ ...named, model: "llama-4" }, olds)).toEqual([
    expect.stringMatching(/^connectionName: model can't be changed in place/),
  ]);
  expect(problems({ ...named, endpointUrl: "https://x.example" }, olds)).toEqual([]);
});

test.each([
  "key",
  "api_key",
  "apikey",
  "Api-Key",
  "token",
  "access_token",
  "sig",
  "signature",
  "code",
  "password",
  "secret",
  ...[
    "Authorization",
    "auth",
    "bearer",
    "jwt",
    "passwd",
    "pwd",
    "credentials",
    "refresh_token",
    "api-secret",
  ],
  ...["X-Goog-Signature", "sessionToken", "gatewayKey"],
])(
  "a URL must not contain a credential in the parameter %s; an empty value or a placeholder is none",
  (name) => {
    for (const args of endpoints) {
      const of = (value: string) =>
        problems({ ...args, endpointUrl: `https://x.example/v1?a=b&${name}=${value}` });
      expect(of("sk-live-planted-0001")).toEqual([
        `endpointUrl: must not contain a credential in its query (${name}): a credential belongs in headers`,
      ]);
      expect(["", "{{api_token}}", "${API_TOKEN}", "200"].map(of)).toEqual([[], [], [], []]);
    }
  },
);

test("a URL must not contain a fragment", () => {
  expect(known({ endpointUrl: "https://x.example/v1#access_token=planted-0001" })).toEqual([
    "endpointUrl: must not contain a fragment (#): it is never sent to a server",
  ]);
});

test("other parameters of a URL are accepted, and those of baseUrl as before", () => {
  expect(
    known({ endpointUrl: "https://x.example/v1?api-version=2024-08-01&country_code=de&keys=1" }),
  ).toEqual([]);
  expect(problems({ ...customApi, baseUrl: "https://x.example?code=1" })).toEqual([]);
});

test.each(["$['a b'].c", '$["a ] b"].c', "choices[?(@.role == 'x')].text", "[0].text"])(
  "a path can be %s",
  (path) => {
    expect(scratch({ outputPath: path, inputTokensPath: path, outputTokensPath: path })).toEqual([]);
  },
);

test.each(["$['a b", "a[0] .b", "$['a\nb']"])("a path can't be %j", (path) => {
  expect(scratch({ outputPath: path })).toEqual([expect.stringMatching(/^outputPath: must not contain/)]);
});

test.each([
  ["payload", "is nested too deeply"],
  ["promptVars", "is nested too deeply"],
  ["customVars", "is nested too deeply"],
  ["llmFeatures", "is nested too deeply"],
  ["ioMappings", "is nested too deeply"],
  ["headers", 'the value of "A" must be a string'],
  ["headersEnv", '"A" must be the name of an environment variable, or { env, prefix }'],
])("%s with very many levels is refused", (name, problem) => {
  const levels = (count: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < count; level++) value = [{ A: value }];
    return name.startsWith("headers") ? { A: value } : value;
  };
  const args = ["llmFeatures", "ioMappings"].includes(name) ? knownFormat : fromScratch;
  const named: Args = { ...args, connectionName: "prod", apiKeyVersion: "1", headersEnv: {} };
  for (const count of [20, 3_000, 20_000])
    expect(problems({ ...named, [name]: levels(count) }, stored(named) as never as Args)).toEqual([
      `${name}: ${problem}`,
    ]);
});
